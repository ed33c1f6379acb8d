"""Pure statistics: frames and arrays in, frozen dataclasses out; knows no Django and no other room."""
