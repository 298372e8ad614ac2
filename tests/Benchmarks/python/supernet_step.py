"""One supernet step in PyTorch: the network and step that `sdcom-train train bench` times, from the weights and pictures that it wrote.

Usage: supernet_step.py PROBLEM.safetensors THREADS STEPS      prints one JSON object
"""
import json
import resource
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

ROWS = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
SEGMENTS, EPSILON, SMOOTHING, DISTILLATION = 8, 1e-5, 0.1, 0.5


def read(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            tensors[name] = torch.from_numpy(np.frombuffer(data[start:end], dtype="<f4").reshape(entry["shape"]).copy())
    return tensors


def layers():
    """Names of weight and norm, stride, whether depthwise, whether activated; None ends a block, with whether it may be residual."""
    yield [("features.0.0", "features.0.1", 2, False, True)], False
    index = 1
    for expansion, _, repeats, first in ROWS:
        for i in range(repeats):
            stride, convs, place = first if i == 0 else 1, [], f"features.{index}.conv"
            if expansion > 1:
                convs.append((f"{place}.0.0", f"{place}.0.1", 1, False, True))
            j = len(convs)
            convs.append((f"{place}.{j}.0", f"{place}.{j}.1", stride, True, True))
            convs.append((f"{place}.{j + 1}", f"{place}.{j + 2}", 1, False, False))
            yield convs, stride == 1
            index += 1
    yield [(f"features.{index}.0", f"features.{index}.1", 1, False, True)], False


BLOCKS = list(layers())


def conv(x, kernel, stride, groups):
    size, side = x.shape[2], kernel.shape[2]
    total = max(((size + stride - 1) // stride - 1) * stride + side - size, 0)
    before, after = total // 2, total - total // 2
    if before != after:
        return F.conv2d(F.pad(x, (before, after, before, after)), kernel, stride=stride, groups=groups)
    return F.conv2d(x, kernel, stride=stride, padding=before, groups=groups)


def trunk(w, prefix, tag, x):
    for convs, may_add in BLOCKS:
        entered = x
        for name, norm, stride, depthwise, active in convs:
            owner = f"{prefix}.{norm}.{tag}" if tag else f"{prefix}.{norm}"
            mean, variance = w[f"{owner}.running_mean"], w[f"{owner}.running_var"]
            channels = mean.shape[0]
            kernel = w[f"{prefix}.{name}.weight"][:channels, : 1 if depthwise else x.shape[1]]
            x = conv(x, kernel, stride, channels if depthwise else 1)
            x = F.batch_norm(x, mean, variance, w[f"{prefix}.{norm}.weight"][:channels], w[f"{prefix}.{norm}.bias"][:channels], True, 0.1, EPSILON)
            if active:
                x = F.relu6(x, inplace=True)
        if may_add and entered.shape == x.shape:
            x = x.add_(entered)
    return x.mean((2, 3))


def fusion(w, primary, supplementary, clips):
    width = w["fusion.mix.weight"].shape[1] - primary.shape[1]
    both = F.pad(primary, (0, width)) if supplementary is None else torch.cat([primary, F.pad(supplementary, (0, width - supplementary.shape[1]))], 1)
    z = F.linear(both, w["fusion.mix.weight"], w["fusion.mix.bias"])
    z = F.layer_norm(z, z.shape[1:], w["fusion.norm.weight"], w["fusion.norm.bias"]).relu_().view(clips, SEGMENTS, -1)
    change = torch.cat([torch.zeros_like(z[:, :1]), z[:, 1:] - z[:, :-1]], 1)
    moved = F.linear(torch.cat([z, change], 2), w["fusion.motion.weight"], w["fusion.motion.bias"]).relu_()
    return F.linear(torch.cat([moved.max(1).values, moved.mean(1)], 1), w["fusion.classify.weight"], w["fusion.classify.bias"])


def step(w, pictures, labels, optimiser):
    clips = labels.shape[0]
    primary = trunk(w, "static", None, F.avg_pool2d(pictures, 2))
    shared = primary.detach().requires_grad_()
    logits = fusion(w, shared, trunk(w, "dynamic", "w100", pictures), clips)
    loss = F.cross_entropy(logits, labels, label_smoothing=SMOOTHING)
    loss.backward()
    targets, value = logits.detach().softmax(1), loss.item()
    for tag in (None, "w025", "w075"):
        logits = fusion(w, shared, trunk(w, "dynamic", tag, pictures) if tag else None, clips)
        taught = -(targets * logits.log_softmax(1)).sum(1).mean()
        told = F.cross_entropy(logits, labels, label_smoothing=SMOOTHING)
        (taught * DISTILLATION + told * (1 - DISTILLATION)).backward()
    primary.backward(shared.grad)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return value


def main():
    path, threads, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    weights = read(path)
    pictures = weights.pop("pictures").contiguous(memory_format=torch.channels_last)
    labels = weights.pop("labels").long()
    learning = []
    for name, value in weights.items():
        if value.dim() == 4:
            weights[name] = value = value.contiguous(memory_format=torch.channels_last)
        if "running_" not in name:
            learning.append(value.requires_grad_())
    optimiser = torch.optim.AdamW(learning, lr=1e-4, weight_decay=0.02)
    wall, processor, losses = [], [], []
    for _ in range(2 + steps):
        used, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        losses.append(step(weights, pictures, labels, optimiser))
        wall.append((time.perf_counter() - start) * 1000)
        now = resource.getrusage(resource.RUSAGE_SELF)
        processor.append((now.ru_utime - used.ru_utime + now.ru_stime - used.ru_stime) * 1000)
    middle = lambda values: sorted(values[2:])[steps // 2]
    print(json.dumps({"wallMs": round(middle(wall), 1), "cpuMs": round(middle(processor), 1), "losses": losses}))


main()
