"""The reference page of the two files of a place that hold its areas and its addresses."""

from commonweal.kernel.reference_page import Chapter, Term

CHAPTERS = [
    Chapter(
        "Files of a place",
        102,
        [
            Term(
                "areas.geojson",
                "Boundaries of areas in GeoJSON, with a name and a code each: "
                "`commonweal import areas areas.geojson --parent riverton`.",
                '"properties": {"name": "North"',
                slip='"properties": {"title": "North"',
            ),
            Term(
                "gazetteer.csv",
                "Addresses or postcodes, each with the code of its area or with its point: "
                "`commonweal import gazetteer gazetteer.csv`.",
                "uprn,address,town,postcode,lat,lon,area_code",
                slip="uprn,address,town,post,lat,lon,area_code",
            ),
        ],
    ),
]
