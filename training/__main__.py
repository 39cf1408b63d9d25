"""``python -m training train RUN``, ``... mean RUNS OUT``, ``heads RUN``, ``export RUN OUT``, ``ties``, ``loss RUN``."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.paths import default_paths


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train the reader; resumes where RUN left off")
    train.add_argument("run", type=Path)
    train.add_argument("--epochs", type=int, default=6)
    train.add_argument("--seed", type=int, default=1)
    train.add_argument("--device", default="cpu")
    train.add_argument("--threads", type=int, default=2)
    train.add_argument("--share", type=float, default=1.0, help="share of the examples, for quick trials")
    train.add_argument("--lr", type=float, default=1.5e-4)
    train.add_argument("--head-lr", type=float, default=1.5e-3)
    train.add_argument("--minutes", type=float, default=1e9, help="stop then; learning rates fall to nothing by then")
    train.add_argument("--warm", type=Path, help="a run, or a folder of exported weights, to begin from")
    train.add_argument(
        "--finish", action="store_true", help="one more epoch, mostly on our own labels, within --minutes"
    )
    train.add_argument(
        "--half", action="store_true", help="the encoder in bfloat16: GPUs, and processors with units for it"
    )
    export = commands.add_parser("export", help="write the graphs, tokenizer.json and manifest.json")
    export.add_argument("run", type=Path)
    export.add_argument("out", type=Path)
    mean = commands.add_parser("mean", help="write the mean of runs' weights as a run to export")
    mean.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    mean.add_argument("out", type=Path)
    heads = commands.add_parser("heads", help="fit the scarce heads of a run again on its frozen vectors, and score it")
    heads.add_argument("run", type=Path)
    heads.add_argument("--score-only", action="store_true", help="leave the heads; write the held-out scores anew")
    heads.add_argument("--ties-only", action="store_true", help="fit the head of ties alone")
    loss = commands.add_parser("loss", help="what integers cost against fp32, task by task; goes on from --results")
    loss.add_argument("run", type=Path)
    loss.add_argument("--only", action="append", metavar="TASK", help="measure this task only; may be repeated")
    loss.add_argument("--also", action="append", default=[], choices=("integers", "small", "lower", "upper"),
                      help="one rounding alone, or integers in one of the encoder's graphs")  # fmt: skip
    loss.add_argument("--share", type=float, default=1.0, help="share of the large sets")
    loss.add_argument("--results", type=Path, default=Path("loss.json"))
    commands.add_parser("ties", help="fit the model of ties, with the shipped reader; writes coding/tie_weights.npz")
    options = vars(parser.parse_args())
    command = options.pop("command")
    if command == "train":
        import torch

        from training.loop import train as run_training

        torch.set_num_threads(options.pop("threads"))
        run_training(default_paths(), options.pop("run"), **options)
    elif command == "ties":
        from training.ties import fit_ties

        fit_ties(default_paths())
    elif command == "heads":
        from training.heads import refit

        refit(default_paths(), **options)
    elif command == "mean":
        from training.export import average

        average(**options)
    elif command == "loss":
        from training.loss import run_loss

        run_loss(default_paths(), **options)
    else:
        from training.export import export as run_export

        run_export(default_paths(), options["run"], options["out"])


if __name__ == "__main__":
    main()
