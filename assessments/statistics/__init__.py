"""Pure statistics: arrays and plain numbers in, frozen dataclasses out; knows no Django and no other room."""
