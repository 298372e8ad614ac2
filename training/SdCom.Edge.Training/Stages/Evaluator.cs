using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>Plays clips as streams from a fresh state under different policies; the answer is the decision after the last processed frame.</summary>
public sealed class Evaluator
{
    private readonly SdComNetwork network;
    private readonly CostTable costs;
    private readonly EvaluationFeatures features;
    private readonly float[][][] mixed; // clip, width: z of every frame [L x Hidden]
    private readonly float[][] scores; // clip: [L x widths]
    private readonly bool carries; // what a frame's dynamic feature is depends on the widths before it

    /// <summary>Prepares everything that does not depend on the policy.</summary>
    public Evaluator(SdComNetwork network, EvaluationFeatures features)
    {
        this.network = network;
        this.features = features;
        costs = MacCounter.Count(network.Spec);
        carries = network.Spec.Dynamic is { LooksAhead: false } dynamic && dynamic.Shifts();
        using IDisposable off = torch.no_grad();
        mixed = new float[features.Clips.Count][][];
        scores = new float[features.Clips.Count][];
        for (int i = 0; i < mixed.Length; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            ClipFeatures clip = features.Clips[i];
            mixed[i] = [.. clip.Supplementary.Select(s => network.Fusion.Mix(clip.Primary, s).cpu().contiguous().data<float>().ToArray())];
            scores[i] = network.Gate.Forward(clip.Primary.unsqueeze(0)).cpu().contiguous().data<float>().ToArray();
        }
    }

    /// <summary>Chooses the width's index for a frame from its gate scores.</summary>
    public delegate int Chooser(ReadOnlySpan<float> scores);

    private int Widths => network.Spec.Widths.Count;

    /// <summary>One width on every frame.</summary>
    public Outcome Fixed(Width width)
    {
        int index = network.Spec.Widths.IndexOf(width);
        return Play(_ => index);
    }

    /// <summary>The gate at a price: the largest score minus price times relative cost; the cheaper of equal ones.</summary>
    public Outcome Priced(double price)
    {
        float[] charge = [.. Enumerable.Range(0, Widths).Select(w => (float)(price * costs.RelativeCost(w)))];
        return Play(judged =>
        {
            int best = 0;
            for (int w = 1; w < judged.Length; w++)
            {
                if (judged[w] - charge[w] > judged[best] - charge[best])
                    best = w;
            }

            return best;
        });
    }

    /// <summary>The published inference: Gumbel noise on the scores decides, so the result changes from draw to draw.</summary>
    public Outcome Noisy(Random random) => Play(judged =>
    {
        int best = 0;
        double top = double.NegativeInfinity;
        for (int w = 0; w < judged.Length; w++)
        {
            double noisy = judged[w] - Math.Log(-Math.Log(Math.Max(1e-12, random.NextDouble())));
            if (noisy > top)
                (best, top) = (w, noisy);
        }

        return best;
    });

    /// <summary>Widths drawn blindly with given shares: what the gate must beat at the same MACs.</summary>
    public Outcome Blind(IReadOnlyList<double> shares, Random random) => Play(_ =>
    {
        double at = random.NextDouble();
        for (int w = 0; w < shares.Count; w++)
        {
            at -= shares[w];
            if (at < 0)
                return w;
        }

        return shares.Count - 1;
    });

    private Outcome Play(Chooser choose)
    {
        using IDisposable off = torch.no_grad();
        int hidden = network.Spec.Fusion.Hidden;
        int segments = network.Spec.Fusion.Segments;
        float[] windows = new float[mixed.Length * segments * hidden]; // zero before a clip's first frame
        long[] counts = new long[Widths];
        for (int i = 0; i < mixed.Length; i++)
        {
            int frames = scores[i].Length / Widths;
            using ClipReplay? replay = carries ? new ClipReplay(network, features, features.Clips[i], mixed[i]) : null;
            for (int t = 0; t < frames; t++)
            {
                int width = choose(scores[i].AsSpan(t * Widths, Widths));
                counts[width]++;
                int slot = t - (frames - segments);
                ReadOnlySpan<float> z = replay is null ? mixed[i][width].AsSpan(t * hidden, hidden) : replay.Next(width);
                if (slot >= 0)
                    z.CopyTo(windows.AsSpan(((i * segments) + slot) * hidden, hidden));
            }
        }

        return Judge(windows, counts);
    }

    private Outcome Judge(float[] windows, long[] counts)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int clips = mixed.Length;
        int[] labels = [.. features.Clips.Select(c => c.Clip.Label)];
        int classes = network.Spec.Fusion.Classes;
        Tensor input = torch.tensor(windows, [clips, network.Spec.Fusion.Segments, network.Spec.Fusion.Hidden], device: network.Device);
        float[] flat = network.Fusion.Classify(input).cpu().contiguous().data<float>().ToArray();
        float[][] logits = [.. Enumerable.Range(0, clips).Select(i => flat[(i * classes)..((i + 1) * classes)])];
        bool[] right = [.. logits.Select((l, i) => Outcome.Top(l) == labels[i])];
        double frames = Math.Max(1, counts.Sum());
        return new Outcome
        {
            Top1 = clips == 0 ? 0 : right.Count(r => r) / (double)clips,
            MacroTop1 = clips == 0 ? 0 : labels.Distinct().Average(c => right.Where((_, i) => labels[i] == c).Average(r => r ? 1.0 : 0.0)),
            MacsPerFrame = counts.Select((n, w) => n / frames * costs.Frame(w)).Sum(),
            WidthShare = [.. counts.Select(n => n / frames)],
            Logits = logits,
            Labels = labels,
        };
    }
}
