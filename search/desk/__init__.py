"""The search desk: where the search owner sees what people look for, and mends what they do not find."""
