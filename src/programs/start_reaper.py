import json, sys; exec(json.loads(sys.stdin.readline()))  # reaper.py of mlflow-guard
