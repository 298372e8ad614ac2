using SdCom.Edge.Bindings;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>
/// Batch-norm for slimmable layers (Yu et al. 2019, section 3): one scale and shift for all widths, of which a width uses the leading part,
/// and running statistics for each width, because the same channel means something else when fewer inputs feed it.
/// A norm whose scale does not learn keeps its statistics as well, whatever passes.
/// </summary>
public sealed class SlimmableNorm : IDisposable
{
    private readonly Parameter weight; // [C]
    private readonly Parameter bias; // [C]
    private readonly Tensor[] means; // per width [C at width]
    private readonly Tensor[] variances;
    private readonly Width[] widths;
    private readonly bool plain;
    private readonly double epsilon;

    /// <summary>Creates a norm for the given non-zero widths; no widths make a plain norm that only knows full width.</summary>
    public SlimmableNorm(int channels, ChannelRounding rounding, IReadOnlyList<Width>? widths, double epsilon, Device device)
    {
        plain = widths is null;
        this.widths = widths is null ? [Width.Full] : [.. widths];
        this.epsilon = epsilon;
        weight = new Parameter(torch.ones(channels, device: device));
        bias = new Parameter(torch.zeros(channels, device: device));
        means = [.. this.widths.Select(w => torch.zeros(rounding.Channels(channels, w), device: device))];
        variances = [.. this.widths.Select(w => torch.ones(rounding.Channels(channels, w), device: device))];
    }

    /// <summary>Normalises x [N, C at width, H, W].</summary>
    public Tensor Forward(Tensor x, Width width, NormPass pass)
    {
        int index = Array.IndexOf(widths, width);
        if (index < 0)
            throw new ArgumentException($"width must be one of {string.Join(", ", widths)}, got {width}.", nameof(width));
        if (pass.Unfolds)
            return Unfold(x, index, pass.Group);
        if (pass.FromBatch && !weight.requires_grad)
            pass = NormPass.Evaluate; // frozen
        long channels = means[index].shape[0];
        if (channels == weight.shape[0])
            return Normalise(weight, bias);
        using Tensor scale = weight.narrow(0, 0, channels);
        using Tensor shift = bias.narrow(0, 0, channels);
        return Normalise(scale, shift);

        Tensor Normalise(Tensor scale, Tensor shift) => pass is { FromBatch: true, Group: { } group }
            ? Shared(group, scale, shift)
            : F.batch_norm(x, means[index], variances[index], scale, shift, pass.FromBatch, pass.Momentum, epsilon);

        // Across processes in float32; one process alone mixes the types itself.
        Tensor Shared(ProcessGroup group, Tensor scale, Tensor shift)
        {
            if (x.dtype == ScalarType.Float32)
                return group.BatchNorm(x, means[index], variances[index], scale, shift, pass.Momentum, epsilon);
            using Tensor full = x.to(ScalarType.Float32);
            using Tensor y = group.BatchNorm(full, means[index], variances[index], scale, shift, pass.Momentum, epsilon);
            return y.to(x.dtype);
        }
    }

    /// <summary>The factor of each channel in evaluation at full width, |scale| / deviation [C]: how much the channel counts.</summary>
    public Tensor Gain()
    {
        using IDisposable scope = torch.no_grad();
        using Tensor deviation = (variances[^1] + epsilon).sqrt();
        return (weight / deviation).abs();
    }

    /// <summary>Puts the channels in another order, statistics of full width included.</summary>
    public void Permute(Tensor order)
    {
        using IDisposable scope = torch.no_grad();
        foreach (Tensor values in new[] { weight, bias, means[^1], variances[^1] })
            values.copy_(values.index_select(0, order));
    }

    /// <summary>Adds every tensor by name, as weights files have them.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        into.Add($"{prefix}.weight", weight);
        into.Add($"{prefix}.bias", bias);
        for (int i = 0; i < widths.Length; i++)
        {
            string owner = plain ? prefix : $"{prefix}.{widths[i].FileTag}";
            into.Add($"{owner}.running_mean", means[i]);
            into.Add($"{owner}.running_var", variances[i]);
        }
    }

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
        foreach (Tensor statistics in means.Concat(variances))
            statistics.Dispose();
    }

    // a x + b is what evaluation computes now. With the batch's mean m and variance v as statistics, scale = a sqrt(v + eps) and
    // shift = b + a m compute the same. Pretrained weights whose norms are folded away could not be fine-tuned well without this:
    // their training pass would normalise to 0 and 1 what the next layer expects elsewhere.
    private Tensor Unfold(Tensor x, int index, ProcessGroup? group)
    {
        if (widths[index] != Width.Full)
            throw new ArgumentException($"unfolding needs full width, got {widths[index]}.");
        using (torch.no_grad())
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (Tensor mean, Tensor variance) = group?.Moments(x) ?? (x.mean([0, 2, 3]), x.var([0, 2, 3], unbiased: false));
            variance += 1e-6; // a channel that never fires must not divide by zero later
            Tensor a = weight / (variances[index] + epsilon).sqrt();
            Tensor b = bias - (means[index] * a);
            weight.copy_(a * (variance + epsilon).sqrt());
            bias.copy_(b + (a * mean));
            for (int i = 0; i < widths.Length; i++)
            {
                means[i].copy_(mean.narrow(0, 0, means[i].shape[0]));
                variances[i].copy_(variance.narrow(0, 0, means[i].shape[0]));
            }
        }

        return Forward(x, widths[index], NormPass.Evaluate);
    }
}
