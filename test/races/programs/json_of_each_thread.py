# expect: none
import json
import threading

text = json.dumps({"items": [{"n": 1, "tags": ["a"]}, {"n": 2, "tags": []}], "total": 0})


def work():
    for _ in range(30):
        found = json.loads(text)
        for item in found["items"]:
            item["n"] += 1
            item["tags"].append("b")
            found["total"] += item["n"]
        found["items"].sort(key=lambda item: item["n"])
        found["items"].pop()
        assert found["total"] == 5


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
