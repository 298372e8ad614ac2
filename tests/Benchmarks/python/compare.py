"""Our supernet step against the same step in PyTorch on the same libtorch, in turns, so that a busy machine is fair to both.

Usage, in the repository (needs python3-torch):   /usr/bin/python3 tests/Benchmarks/python/compare.py [PAIRS]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
STEP = pathlib.Path(__file__).with_name("supernet_step.py")
STEPS = "5"


def run(*command):
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1")
    return json.loads(subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True, env=environment).stdout)


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        problem = pathlib.Path(folder) / "problem.safetensors"
        for threads in ("1", "2"):
            ours, theirs = [], []
            for _ in range(pairs):
                ours.append(run(ROOT / "sdcom", "train", "bench", "--json", "--threads", threads, "--steps", STEPS, "--problem", problem))
                theirs.append(run(sys.executable, STEP, problem, threads, STEPS))
            apart = abs(ours[0]["losses"][0] - theirs[0]["losses"][0])  # later ones drift: Adam makes steps of rounding
            if apart > 1e-4:
                sys.exit(f"the two do not compute the same: losses {ours[0]['losses']} and {theirs[0]['losses']}")
            for clock in ("wallMs", "cpuMs"):
                ratio = median([b[clock] / a[clock] for a, b in zip(ours, theirs)])
                print(f"{threads} threads, {clock}: ours {median([a[clock] for a in ours])}, PyTorch {median([b[clock] for b in theirs])}, speed ratio {ratio:.3f} (losses apart by {apart:.1e})")


main()
