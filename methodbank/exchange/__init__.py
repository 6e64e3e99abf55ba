"""Banks of methods in and out: the open format is described in docs/method-bank-format.md."""

FORMAT = "innovation-method-bank"
VERSION = 1
