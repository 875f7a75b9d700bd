"""Learns core/src/text/word-vectors.bin: a heading and the text under it shall point the same way, others shall not.

    python3 train_word_vectors.py FOLDER START.bin OUT.bin

FOLDER is what number-pairs.ts wrote, START.bin what start-table.ts did. One step in fifty learns from sentences instead: two that ask for
the same thing (of sentences.json, made of the sets of intents) shall be nearer than two that do not. Needs Python 3.11, torch 2.13 and numpy 2.4; takes about three
minutes on one core. The direction of a text is the sum of its terms' directions, each times the worth that is learned with it.
"""
import json
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as functional

STEPS, BATCH, RATE = 1300, 1024, 2e-3
TEMPERATURE = 0.05
#: Terms left out of headings and of texts by chance, so that none is relied upon.
DROPPED_OF_HEADING, DROPPED_OF_TEXT = 0.1, 0.3
#: Half of the batches are made of runs of one package: wrong texts on a near subject are the ones to learn from.
RUN = 128
LEAST_OF_PACKAGE, MOST_OF_PACKAGE = 200, 20_000
WORDNET_SHARE = 0.35
#: Share of the steps that learn from sentences, and the intents of such a step.
SENTENCES, INTENTS = 0.02, 256
HEADER = struct.Struct("<III")

torch.set_num_threads(1)
torch.manual_seed(0)
chance = np.random.default_rng(0)


def read_start(path):
    with open(path, "rb") as file:
        data = file.read()
    count, dimensions, length = HEADER.unpack_from(data)
    table = np.frombuffer(data, np.int8, offset=HEADER.size + length).reshape(count, dimensions).astype(np.float32)
    return table / np.maximum(1e-9, np.linalg.norm(table, axis=1, keepdims=True))


class Pairs:
    def __init__(self, folder):
        with open(f"{folder}/pairs.json") as file:
            rows = json.load(file)
        self.numbers = torch.from_numpy(np.fromfile(f"{folder}/pairs.bin", np.int32).astype(np.int64))
        self.source = np.array([row[0] for row in rows])
        lengths = np.array([row[1:] for row in rows])
        self.lengths = lengths
        ends = np.cumsum(lengths.sum(1))
        self.starts = np.stack([ends - lengths.sum(1), ends - lengths[:, 1]], 1)
        weights = np.where(self.source == "wordnet", WORDNET_SHARE, 1.0)
        self.cumulated = np.cumsum(weights / weights.sum())
        names, place = np.unique(self.source, return_inverse=True)
        groups = [np.where(place == n)[0] for n in range(len(names))]
        self.groups = [group for group in groups if len(group) >= LEAST_OF_PACKAGE]
        sizes = np.array([min(len(group), MOST_OF_PACKAGE) for group in self.groups], float) ** 0.7
        self.shares = sizes / sizes.sum()

    def choose(self):
        if chance.random() >= 0.5:
            return np.searchsorted(self.cumulated, chance.random(BATCH)).clip(0, len(self.source) - 1)
        groups = chance.choice(len(self.groups), BATCH // RUN, p=self.shares)
        return np.concatenate([chance.choice(self.groups[n], RUN, replace=False) for n in groups])

    def terms(self, chosen, side):
        """The terms of the headings (0) or texts (1) one after the other, and where each begins."""
        lengths = self.lengths[chosen, side]
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        places = np.repeat(self.starts[chosen, side] - offsets, lengths) + np.arange(lengths.sum())
        return self.numbers[torch.from_numpy(places)], torch.from_numpy(offsets)


def joined(lists):
    """Terms one after the other, and where each list begins."""
    lengths = [len(one) for one in lists]
    return torch.tensor(sum(lists, [])), torch.tensor([0, *np.cumsum(lengths)[:-1]])


def choose_sentences(intents):
    """Two sentences of each of some intents."""
    chosen = [intents[n] for n in chance.choice(len(intents), min(INTENTS, len(intents)), replace=False)]
    both = [[one[n] for n in chance.choice(len(one), 2, replace=False)] for one in chosen]
    return joined([pair[0] for pair in both]), joined([pair[1] for pair in both])


class Table:
    def __init__(self, start, stays):
        count, dimensions = len(stays), start.shape[1]
        directions = torch.randn(count, dimensions) * 0.02
        directions[: len(start)] = torch.from_numpy(start)
        # The start's words come with the commonest first, and common words are worth little.
        rarity = np.ones(count, np.float32)
        rarity[: len(start)] = np.minimum(1, np.log1p(np.arange(len(start)) / 30) / np.log1p(len(start) / 30))
        self.directions = directions.requires_grad_()
        self.worths = torch.from_numpy(np.log(np.maximum(rarity * stays, 0.05)).astype(np.float32)).requires_grad_()

    def of(self, numbers, offsets, dropped):
        weights = self.worths[numbers].exp() * (torch.rand(len(numbers)) >= dropped)
        summed = functional.embedding_bag(numbers, self.directions, offsets, mode="sum", per_sample_weights=weights)
        return functional.normalize(summed + 1e-6, dim=1)


def train(pairs, intents, table):
    optimizer = torch.optim.Adam([table.directions, table.worths], lr=RATE)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 50) * (1 - step / STEPS) + 1e-5
        if chance.random() < SENTENCES:
            ours, theirs = (table.of(*sentences, 0) for sentences in choose_sentences(intents))
        else:
            chosen = pairs.choose()
            ours = table.of(*pairs.terms(chosen, 0), DROPPED_OF_HEADING)
            theirs = table.of(*pairs.terms(chosen, 1), DROPPED_OF_TEXT)
        likeness = ours @ theirs.T / TEMPERATURE
        right = torch.arange(len(ours))
        loss = (functional.cross_entropy(likeness, right) + functional.cross_entropy(likeness.T, right)) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (step + 1) % 100 == 0:
            print(step + 1, f"{loss.item():.3f}", flush=True)


def write(out, terms, table, stays):
    """Directions as bytes, and how much each term counts in a text: a byte, 255 for the most."""
    directions = table.directions.detach().numpy()
    lengths = np.linalg.norm(directions, axis=1)
    worths = np.exp(table.worths.detach().numpy()) * lengths * stays
    scaled = directions / np.abs(directions).max(1, keepdims=True)
    names = "\n".join(terms).encode()
    with open(out, "wb") as file:
        file.write(HEADER.pack(len(terms), directions.shape[1], len(names)) + names)
        file.write(np.clip(np.round(worths / np.percentile(worths, 99.99) * 255), 0, 255).astype(np.uint8).tobytes())
        file.write(np.round(scaled * 127).astype(np.int8).tobytes())


def main(folder, start_file, out):
    with open(f"{folder}/terms.json") as file:
        rows = json.load(file)
    stays = np.array([row[1] for row in rows], np.float32)
    table = Table(read_start(start_file), stays)
    with open(f"{folder}/sentences.json") as file:
        intents = json.load(file)
    train(Pairs(folder), intents, table)
    write(out, [row[0] for row in rows], table, stays)


if __name__ == "__main__":
    main(*sys.argv[1:4])
