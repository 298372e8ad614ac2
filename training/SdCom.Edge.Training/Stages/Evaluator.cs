using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
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
        Frames = [.. features.Clips.Select(clip => (int)clip.Primary.shape[0])];
        for (int i = 0; i < mixed.Length; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            ClipFeatures clip = features.Clips[i];
            mixed[i] = [.. clip.Supplementary.Select(s => network.Fusion.Mix(clip.Primary, s).cpu().contiguous().data<float>().ToArray())];
        }

        scores = Judge(network.Gate.Forward);
    }

    /// <summary>Chooses the width's index for a frame from its gate scores.</summary>
    public delegate int Chooser(ReadOnlySpan<float> scores);

    private int Widths => network.Spec.Widths.Count;

    private int[] Frames { get; }

    /// <summary>One width on every frame.</summary>
    public Outcome Fixed(Width width)
    {
        int index = network.Spec.Widths.IndexOf(width);
        return Play(_ => index);
    }

    /// <summary>The gate at a price: the largest score minus price times relative cost; the cheaper of equal ones.</summary>
    public Outcome Priced(double price) => Priced(price, scores);

    /// <summary>A gate without memory in place of the network's, at prices. It pays its own MACs.</summary>
    public IReadOnlyList<Outcome> Memoryless(MemorylessGate gate, IEnumerable<double> prices)
    {
        using IDisposable off = torch.no_grad();
        float[][] judged = Judge(gate.Forward);
        return [.. prices.Select(price => Paying(Priced(price, judged), gate.Macs))];
    }

    /// <summary>
    /// No gate at all: a frame is skipped, or runs at the lightest width, while the running answer's probability is over a threshold; else it runs at full width,
    /// as the first one does.
    /// </summary>
    public Outcome Confident(double threshold)
    {
        using IDisposable off = torch.no_grad();
        FusionSpec fusion = network.Spec.Fusion;
        int row = fusion.Segments * fusion.Hidden;
        float[] windows = new float[mixed.Length * row];
        float[] sure = new float[mixed.Length];
        long[] counts = new long[Widths];
        ClipReplay?[] replays = [.. mixed.Select((_, i) => Replay(i))];
        for (int t = 0; t < Frames.DefaultIfEmpty().Max(); t++)
        {
            foreach (int i in Enumerable.Range(0, mixed.Length).Where(i => t < Frames[i]))
            {
                int width = sure[i] > threshold ? 0 : Widths - 1;
                counts[width]++;
                ReadOnlySpan<float> z = replays[i] is { } replay ? replay.Next(width) : mixed[i][width].AsSpan(t * fusion.Hidden, fusion.Hidden);
                Span<float> window = windows.AsSpan(i * row, row);
                window[fusion.Hidden..].CopyTo(window);
                z.CopyTo(window[^fusion.Hidden..]);
            }

            using DisposeScope scope = torch.NewDisposeScope();
            Tensor input = torch.tensor(windows, [mixed.Length, fusion.Segments, fusion.Hidden], device: network.Device);
            sure = network.Fusion.Classify(input).softmax(1).max(1).values.cpu().data<float>().ToArray();
        }

        foreach (ClipReplay? replay in replays)
            replay?.Dispose();
        return Paying(Judge(windows, counts), 0);
    }

    /// <summary>The published inference: the same with Gumbel noise on the scores, so that the result changes from draw to draw.</summary>
    public Outcome Noisy(double price, Random random) => Priced(price, scores, () => -Math.Log(-Math.Log(Math.Max(1e-12, random.NextDouble()))));

    private Outcome Priced(double price, float[][] judgements, Func<double>? noise = null)
    {
        float[] charge = [.. Enumerable.Range(0, Widths).Select(w => (float)(price * costs.RelativeCost(w)))];
        return Play(judged =>
        {
            int best = 0;
            float top = float.NegativeInfinity;
            for (int w = 0; w < judged.Length; w++)
            {
                float worth = judged[w] - charge[w] + (float)(noise?.Invoke() ?? 0);
                if (worth > top)
                    (best, top) = (w, worth);
            }

            return best;
        }, judgements);
    }

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

    // Scores [L x widths] of each clip.
    private float[][] Judge(Func<Tensor, Tensor> gate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return [.. features.Clips.Select(clip => gate(clip.Primary.unsqueeze(0)).cpu().contiguous().data<float>().ToArray())];
    }

    // What is paid for choosing, in place of the gate's MACs.
    private Outcome Paying(Outcome outcome, long macs) => outcome with { MacsPerFrame = outcome.MacsPerFrame - costs.Gate.Macs + macs };

    private ClipReplay? Replay(int clip) => carries ? new ClipReplay(network, features, features.Clips[clip], mixed[clip]) : null;

    private Outcome Play(Chooser choose, float[][]? judgements = null)
    {
        judgements ??= scores;
        using IDisposable off = torch.no_grad();
        int hidden = network.Spec.Fusion.Hidden;
        int segments = network.Spec.Fusion.Segments;
        float[] windows = new float[mixed.Length * segments * hidden]; // zero before a clip's first frame
        long[] counts = new long[Widths];
        for (int i = 0; i < mixed.Length; i++)
        {
            int frames = Frames[i];
            using ClipReplay? replay = Replay(i);
            for (int t = 0; t < frames; t++)
            {
                int width = choose(judgements[i].AsSpan(t * Widths, Widths));
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
