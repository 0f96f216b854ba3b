{
  description = "Executor, linter, formatter and language server for ipsec.conf";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" ];
      forEach = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = forEach (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "ipsec-conf-tools";
          version = (builtins.fromTOML (builtins.readFile ./Cargo.toml)).workspace.package.version;
          src = self;
          cargoLock.lockFile = ./Cargo.lock;
          cargoBuildFlags = [ "--package" "ipsec-conf-tools" ];
          # The tests compare with installed daemons, which a sandbox does not have.
          doCheck = false;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          postInstall = ''
            installManPage man/*
            installShellCompletion --bash completions/bash/*
            installShellCompletion --zsh completions/zsh/_*
            installShellCompletion --fish completions/fish/*.fish
          '';
          meta = {
            description = "Executor, linter, formatter and language server for ipsec.conf";
            license = with pkgs.lib.licenses; [ mit asl20 ];
            mainProgram = "ipsec-lint";
            platforms = systems;
          };
        };
      });

      overlays.default = final: _: {
        ipsec-conf-tools = self.packages.${final.stdenv.hostPlatform.system}.default;
      };
    };
}
