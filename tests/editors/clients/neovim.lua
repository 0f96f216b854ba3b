-- Drives another Neovim as its user would, and writes what that user sees to $REPORT as JSON.
-- Runs with 0.7 and later: nvim --headless -u NONE -i NONE -n -S neovim.lua; the other one gets the user's files.
local function env(name)
  return (assert(os.getenv(name), name))
end

local report = { pictures = vim.empty_dict() }
local child, terminal

local function lua(code, ...)
  return vim.fn.rpcrequest(child, "nvim_exec_lua", code, { ... })
end

local function command(text)
  vim.fn.rpcrequest(child, "nvim_command", text)
end

local function type_keys(keys)
  vim.fn.rpcrequest(child, "nvim_input", keys)
end

-- Waits until the code gives something other than nil or false.
local function wait(what, code, ...)
  local arguments, value = { ... }, nil
  local is_there = vim.wait(20000, function()
    value = lua(code, unpack(arguments))
    return value and value ~= vim.NIL
  end, 20)
  if not is_there then
    error("in vain waited for " .. what)
  end
  return value
end

local LIB = [[
  local function cell(grid, row, column)
    local found = vim.api.nvim__inspect_cell(grid, row, column)
    local look = found[2] or {}
    return {
      found[1] or " ", look.foreground or -1, look.background or -1, look.reverse and 1 or 0,
      (look.undercurl or look.underline) and (look.special or look.foreground or 0) or -1,
      look.bold and 1 or 0,
    }
  end

  -- Windows and menus that float have grids of their own, which are found by what is on the screen at their place.
  local function grid_at(place)
    for grid = 2, 60 do
      local exists, first = pcall(vim.api.nvim__inspect_cell, grid, 0, 0)
      local is_it = exists and first[1] ~= nil
      for row = 0, place.height - 1 do
        for column = 0, place.width - 1 do
          local shown = vim.fn.screenstring(place.row + row + 1, place.col + column + 1)
          is_it = is_it
            and vim.trim(cell(grid, row, column)[1]) == vim.trim(shown)
        end
      end
      if is_it then
        return grid
      end
    end
    error("no grid shows what floats")
  end

  local function floating()
    local places = {}
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        local position = vim.api.nvim_win_get_position(window)
        places[#places + 1] = {
          row = position[1], col = position[2],
          height = vim.api.nvim_win_get_height(window), width = vim.api.nvim_win_get_width(window),
        }
      end
    end
    local menu = vim.fn.pum_getpos()
    if menu.height then
      -- The blank before the words belongs to its grid, and not to its place.
      menu.col, menu.width = menu.col - 1, menu.width + 1
      places[#places + 1] = menu
    end
    return places
  end

  function Screen()
    local rows = {}
    for row = 0, vim.o.lines - 1 do
      rows[row] = {}
      for column = 0, vim.o.columns - 1 do
        rows[row][column] = cell(1, row, column)
      end
    end
    for _, place in ipairs(floating()) do
      local grid = grid_at(place)
      for row = 0, place.height - 1 do
        for column = 0, place.width - 1 do
          rows[place.row + row][place.col + column] = cell(grid, row, column)
        end
      end
    end
    local list = {}
    for row = 0, vim.o.lines - 1 do
      list[row + 1] = { rows[row][0], unpack(rows[row]) }
    end
    return list
  end

  function Lines()
    return vim.api.nvim_buf_get_lines(0, 0, -1, false)
  end

  function Diagnostics()
    local found = {}
    for _, d in ipairs(vim.diagnostic.get(0)) do
      local line = vim.api.nvim_buf_get_lines(0, d.lnum, d.lnum + 1, false)[1]
      local lsp = d.user_data and d.user_data.lsp or {}
      found[#found + 1] = {
        line = d.lnum + 1,
        text = line:sub(d.col + 1, d.end_col),
        code = d.code or lsp.code or "",
        message = d.message,
      }
    end
    return found
  end

  function FloatingText()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        local buffer = vim.api.nvim_win_get_buf(window)
        return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
      end
    end
  end

  -- Chooses from a menu what has the title that is wanted.
  vim.ui.select = function(items, options, choose)
    Titles = {}
    local wanted
    for _, item in ipairs(items) do
      local title = options.format_item(item)
      Titles[#Titles + 1] = title
      if title:find(Wanted, 1, true) then
        wanted = item
      end
    end
    choose(wanted)
  end

  function Format()
    if vim.lsp.buf.format then
      vim.lsp.buf.format({ timeout_ms = 20000 })
    else
      vim.lsp.buf.formatting_sync(nil, 20000)
    end
  end
]]

local function picture(name)
  -- An older Neovim does not tell what floats.
  if vim.lsp.enable then
    -- The first question numbers all looks anew; what was drawn before has the old numbers.
    lua("vim.api.nvim__inspect_cell(1, 0, 0)")
    command("redraw!")
    report.pictures[name] = lua("return Screen()")
  end
end

local function cursor(line, column)
  lua("vim.api.nvim_win_set_cursor(0, { ... })", line, column)
end

local function drive()
  -- Without a screen there is no menu of completions, so there is a terminal that nobody looks at.
  local socket = env("REPORT") .. ".socket"
  terminal = vim.fn.jobstart({ vim.v.progpath, "--listen", socket, "-i", "NONE", "-n" }, {
    pty = true,
    width = 110,
    height = 24,
    env = { TERM = "xterm-256color" },
    on_stdout = function() end,
  })
  local is_up = vim.wait(20000, function()
    local is_there, channel = pcall(vim.fn.sockconnect, "pipe", socket, { rpc = true })
    child = is_there and channel or nil
    return is_there
  end, 20)
  assert(is_up, "Neovim does not start")
  command("set termguicolors completeopt=menuone,noselect")
  wait("the terminal", "return #vim.api.nvim_list_uis() > 0")
  lua(LIB)
  report.version = lua("local v = vim.version(); return ('%d.%d.%d'):format(v.major, v.minor, v.patch)")

  command("edit " .. env("ETC") .. "/ipsec.conf")
  report.filetype = lua("return vim.bo.filetype")
  wait("diagnostics", "return #vim.diagnostic.get(0) == ...", tonumber(env("DIAGNOSTICS")))
  report.diagnostics = lua("return Diagnostics()")
  picture("findings")

  cursor(10, 6)
  lua("vim.lsp.buf.hover()")
  report.hover = wait("the hover window", "return FloatingText()")
  picture("hover")
  -- The window closes when the cursor moves.
  type_keys("gg")
  wait("the hover window to close", "return not FloatingText()")

  cursor(15, 8)
  lua("vim.lsp.buf.definition()")
  wait("the other file", "return vim.fn.expand('%:t') == 'peer.conf'")
  report.definition = lua("return vim.fn.expand('%:p') .. ':' .. vim.fn.line('.')")
  report.definition_filetype = lua("return vim.bo.filetype")
  command("buffer ipsec.conf")

  cursor(17, 0)
  type_keys("oau<C-x><C-o>")
  wait("the menu of completions", "return vim.fn.pumvisible() == 1")
  report.completion = lua("return vim.tbl_map(function(item) return item.word end, vim.fn.complete_info({ 'items' }).items)")
  wait("the menu on the screen", "return vim.fn.pum_getpos().height ~= nil")
  picture("completion")
  type_keys("<C-e><Esc>u")
  wait("the line to be gone", "return vim.fn.mode() == 'n' and #Lines() == 17")

  cursor(17, 2)
  lua("Wanted = ...", env("ACTION"))
  lua("vim.lsp.buf.code_action()")
  wait("the code action", "return Lines()[17] == '\\tauto=add' or Titles and not vim.tbl_contains(Titles, Wanted) and error(vim.inspect(Titles))")
  report.actions = lua("return Titles")

  cursor(9, 6)
  lua("vim.lsp.buf.rename('root')")
  wait("the new name", "return Lines()[14] == '\\talso=root' and Lines()[9] == 'conn root'")

  lua("Format()")
  report.finished = lua("return table.concat(Lines(), '\\n') .. '\\n'")
  local tick = lua("return vim.b.changedtick")
  lua("Format()")
  report.edits_of_second_format = lua("return vim.b.changedtick - ...", tick)
  command("write")

  command("edit " .. env("ETC") .. "/ipsec.secrets")
  report.secrets_filetype = lua("return vim.bo.filetype")
  wait("diagnostics of the secrets", "return #vim.diagnostic.get(0) > 0")
  report.secrets_diagnostics = lua("return Diagnostics()")
  report.clients = lua("return #(vim.lsp.get_clients or vim.lsp.get_active_clients)()")
  report.messages = lua("return vim.fn.execute('messages')")
end

local is_done, fault = pcall(drive)
if not is_done then
  report.fault, report.pictures = fault, nil
  pcall(function()
    report.messages = lua("return vim.fn.execute('messages')")
    report.lines = lua("return Lines()")
  end)
end
local file = assert(io.open(env("REPORT"), "w"))
file:write(vim.fn.json_encode(report))
file:close()
pcall(vim.fn.rpcrequest, child, "nvim_command", "qall!")
vim.fn.jobwait({ terminal }, 5000)
vim.cmd("qall!")
