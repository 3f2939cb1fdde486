"""Geocoders: Nominatim's /search, Photon's /api and Amap's /v3/geocode/geo, over one small list of invented places.

Amap's points are GCJ-02, so its answers lie a few hundred metres beside those of the others.
"""
from web import Reply

PLACES = {"wrentower": (51.5145, -0.0803), "鹪鹩大厦": (39.9163, 116.4551), "farlodge": (-33.86, 151.21)}
GCJ02 = {"鹪鹩大厦": "116.461170,39.917684"}


class Places:
    def __init__(self, books):
        self.books = books

    def handle(self, request, path):
        words = (request.query.get("q") or request.query.get("address") or "").lower()
        name = next((place for place in PLACES if words.startswith(place)), None)
        lat, lon = PLACES.get(name, (0, 0))
        if path == "/search" and request.query.get("format") == "jsonv2":
            return Reply(200, [{"lat": str(lat), "lon": str(lon), "display_name": name}] if name else [])
        if path == "/api":
            return Reply(200, {"type": "FeatureCollection", "features": [
                {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]},
                 "properties": {"name": name}}] if name else []})
        if path == "/v3/geocode/geo" and request.query.get("key"):
            found = [{"formatted_address": name, "location": GCJ02[name]}] if name in GCJ02 else []
            return Reply(200, {"status": "1", "info": "OK", "count": str(len(found)), "geocodes": found})
        return Reply(404, {"title": "no such path"})
