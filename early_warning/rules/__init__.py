"""Pure rules of this room: values in, a result that explains itself out."""
