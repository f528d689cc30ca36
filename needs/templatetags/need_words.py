from django import template

from needs import words

register = template.Library()

register.filter("priority_words", words.priority_words)
