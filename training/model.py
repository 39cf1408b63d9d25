"""The reader's network: one small BERT with word shapes and a trigger marker, many heads."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.examples import ROLE_TAGS, TAGGERS
from training.quantise import BYTE, GELU_LEAST, INNER_MIDDLE, INPUT_LEVELS, WEIGHT_LEVELS
from whowhom.reading.ends import STEPS, WAYS
from whowhom.reading.labels import FACETS, TIES, UPOS
from whowhom.reading.words import SHAPES

# The lower layers read a window once; the upper ones read it again for each
# marked trigger, over the sentences around it only.
SHARED_LAYERS = 4
WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
ARC, LABEL = 256, 96
TIED, TIED_PAIR = 192, 64


class RoundRows(torch.autograd.Function):
    """Each row (last axis) at the levels that integers will have of it; gradients pass as if nothing were rounded."""

    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        scale = x.abs().amax(-1, keepdim=True).clamp_min_(1e-8) / INPUT_LEVELS
        return torch.div(x, scale).round_().mul_(scale)

    @staticmethod
    def backward(ctx, grad: Tensor) -> Tensor:
        return grad


class RoundInner(RoundRows):
    """The same for what comes out of GELU, which is hardly below nothing: most levels are above."""

    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        scale = (x.amax(-1, keepdim=True) / (BYTE - INNER_MIDDLE)).clamp_min_(-GELU_LEAST / INNER_MIDDLE)
        return torch.div(x, scale).round_().mul_(scale)


def nearest(matrix: Tensor) -> Tensor:
    """Round a matrix of a product as it will be stored; a column of the exported matrix is a row of torch's."""
    scale = matrix.abs().amax(1, keepdim=True).clamp_min_(1e-8) / WEIGHT_LEVELS
    return torch.div(matrix, scale).round_().mul_(scale)


class Layer(nn.Module):
    """A transformer layer with BERT's names and order (norm after each part).

    With ``rounded`` the inputs of its products are rounded as in the exported graphs: training then learns to live
    with integers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rounded = False
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor, first: Tensor | None = None) -> Tensor:
        """Read on; with ``first`` only at these pieces of each row, which see all the others."""

        def split(t: Tensor) -> Tensor:
            return t.view(t.shape[0], t.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)

        seen = self.near(x)
        asked = seen
        if first is not None:
            x, asked = (torch.gather(t, 1, first[:, :, None].expand(-1, -1, WIDTH)) for t in (x, seen))
        scores = split(self.query(asked) * (WIDTH // HEADS) ** -0.5) @ split(self.key(seen)).transpose(2, 3)
        mixed = torch.softmax(scores + mask, dim=-1) @ split(self.value(seen))
        mixed = mixed.transpose(1, 2).reshape(x.shape[0], x.shape[1], WIDTH)
        x = self.norm1(x + self.dropout(self.out(self.near(mixed))))
        return self.norm2(x + self.dropout(self.down(self.near(F.gelu(self.up(self.near(x))), RoundInner))))

    def near(self, x: Tensor, rounding: type[RoundRows] = RoundRows) -> Tensor:
        return rounding.apply(x) if self.rounded else x

    def products(self) -> list[nn.Parameter]:
        """Return the matrices that the exported graphs multiply in integers."""
        return [part.weight for part in (self.query, self.key, self.value, self.out, self.up, self.down)]


class Encoder(nn.Module):
    """Pieces, shapes and marker in; one vector a word (its first piece) out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.marker = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)
        nn.init.normal_(self.shapes.weight, std=0.01)
        nn.init.normal_(self.marker.weight, std=0.02)
        with torch.no_grad():
            self.marker.weight[0] = 0
            self.shapes.weight[0] = 0

    def lower(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Read windows up to the layer at which a marker may enter; one vector a piece."""
        position = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(position) + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        return self._through(self.layers[:SHARED_LAYERS], x, mask)

    def upper(self, x: Tensor, marker: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Read on from ``lower``, with the pieces of a trigger marked; one vector a word (its first piece)."""
        x = self._through(self.layers[SHARED_LAYERS:-1], x + self.marker(marker).to(x.dtype), mask)
        # Nothing is read at the other pieces of a word, so the last layer leaves them out.
        return self.layers[-1](x, self._bias(x, mask), first)

    def _through(self, layers, x: Tensor, mask: Tensor) -> Tensor:
        for layer in layers:
            x = layer(x, self._bias(x, mask))
        return x

    @staticmethod
    def _bias(x: Tensor, mask: Tensor) -> Tensor:
        return (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4

    @torch.no_grad()
    def compute_as_shipped(self) -> None:
        """Round the matrices, and from now on what they multiply, as the exported graphs do."""
        for layer in self.layers:
            layer.rounded = True
            for matrix in layer.products():
                matrix.copy_(nearest(matrix))

    def load_minilm(self, state: dict[str, Tensor]) -> None:
        """Copy the packaged MiniLM's weights; shapes and marker stay as initialised."""
        take = {
            "words.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
        }
        take |= {f"norm.{p}": f"embeddings.LayerNorm.{p}" for p in ("weight", "bias")}
        names = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
                 "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
                 "down": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
        for index in range(LAYERS):
            for ours, theirs in names.items():
                for p in ("weight", "bias"):
                    take[f"layers.{index}.{ours}.{p}"] = f"encoder.layer.{index}.{theirs}.{p}"
        ours_state = self.state_dict()
        for ours, theirs in take.items():
            ours_state[ours] = state[theirs].clone()
        ours_state["positions.weight"] = (
            ours_state["positions.weight"] + state["embeddings.token_type_embeddings.weight"][0]
        )
        self.load_state_dict(ours_state)


class Ties(nn.Module):
    """How one word is tied to another: from both, from what stands between them, and from how far they stand apart."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.other, self.between = (nn.Linear(WIDTH, TIED) for _ in range(3))
        self.way = nn.Embedding(WAYS, TIED)
        self.kinds = nn.Linear(TIED, len(TIES))
        self.left, self.right = nn.Linear(WIDTH, TIED_PAIR), nn.Linear(WIDTH, TIED_PAIR)
        self.paired = nn.Linear(TIED_PAIR, len(TIES))
        self.dropout = nn.Dropout(0.2)

    def forward(self, one: Tensor, other: Tensor, between: Tensor, way: Tensor) -> Tensor:
        mixed = F.gelu(self.one(one) + self.other(other) + self.between(between) + self.way(way))
        return self.kinds(self.dropout(mixed)) + self.paired(F.gelu(self.left(one)) * F.gelu(self.right(other)))

    def of_words(self, words: Tensor, subject: Tensor, thing: Tensor) -> Tensor:
        """Read pairs of some words, shape (words, width), each a row of one sentence; shape (pairs, kinds)."""
        sums = F.pad(words.double().cumsum(0), (0, 0, 1, 0))
        return self(*tie_inputs(words, sums, subject, thing))


def tie_inputs(words: Tensor, sums: Tensor, subject: Tensor, thing: Tensor) -> tuple[Tensor, ...]:
    """Lay out pairs of words for ``Ties``; as ``whowhom.reading.ends.between_ends`` does where it is read.

    Args:
        words: Shape (words, width).
        sums: Their running sums in double precision, a row of nought before them.
    """
    low, high = torch.minimum(subject, thing), torch.maximum(subject, thing)
    between = ((sums[high] - sums[low + 1]) / (high - low - 1).clamp_min(1)[:, None]).float()
    way = torch.bucketize(high - low, torch.tensor(STEPS, device=words.device)) + (subject > thing) * (len(STEPS) + 1)
    return words[subject], words[thing], between, way


class Reader(nn.Module):
    """The encoder with its heads."""

    def __init__(self, n_xpos: int, n_deprel: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        sizes = {"upos": len(UPOS), "xpos": n_xpos, "fact": 1} | {k: len(v) for k, v in TAGGERS.items()}
        self.word_heads = nn.ModuleDict({k: nn.Linear(WIDTH, n) for k, n in sizes.items()})
        self.role_heads = nn.ModuleDict({k: nn.Linear(WIDTH, len(v)) for k, v in ROLE_TAGS.items()})
        self.facet_heads = nn.ModuleDict({"facet_" + k: nn.Linear(WIDTH, len(v)) for k, v in FACETS.items()})
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label = nn.Parameter(torch.randn(n_deprel, LABEL + 1, LABEL + 1) * 0.02)
        self.ties = Ties()
        self.dropout = nn.Dropout(0.2)

    def arcs(self, words: Tensor) -> Tensor:
        """Score each word (column; column 0 is the root) as the head of each word (row)."""
        heads = torch.cat([self.root.expand(words.shape[0], 1, WIDTH), words], dim=1)
        dep, head = F.gelu(self.arc_dep(words)), F.gelu(self.arc_head(heads))
        return (torch.cat([dep, torch.ones_like(dep[..., :1])], -1) @ self.arc) @ head.transpose(1, 2)

    def label_parts(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Return each word as the lower and as the higher end of a relation; row 0 of the latter is the root."""
        heads = torch.cat([self.root.expand(words.shape[0], 1, WIDTH), words], dim=1)
        return _with_one(F.gelu(self.label_dep(words))), _with_one(F.gelu(self.label_head(heads)))


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
