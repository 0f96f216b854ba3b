//! What the model makes of small configurations, target by target.
