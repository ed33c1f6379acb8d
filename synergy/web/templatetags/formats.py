"""The filters of templates for numbers and dates: `{% load formats %}`."""

from django import template

from synergy.web import formats

register = template.Library()
for _written in (formats.day, formats.short_day, formats.month, formats.clock, formats.moment,
                 formats.number, formats.signed, formats.percent):  # fmt: skip
    register.filter(_written)
