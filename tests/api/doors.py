from tests.doors import Door, everybody

DOORS = [
    Door("api:schema", everybody(200, anonymous=200)),
    Door("api:unknown", everybody(404, anonymous=404), make=lambda: {"unknown": "v1/nothing/"}),
]
