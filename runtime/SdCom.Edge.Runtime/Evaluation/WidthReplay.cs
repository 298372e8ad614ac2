using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>
/// Clips whose features were computed once at every width, so that any price can be tried afterwards by running the fusion alone. Only for models whose
/// dynamic net does not shift in time: there a frame's feature does not depend on the widths before it.
/// </summary>
public sealed class WidthReplay
{
    private readonly ModelPackage model;
    private readonly Nets nets;
    private readonly List<(int Label, List<LookedAt> Frames)> clips = [];

    private WidthReplay(ModelPackage model, Nets nets)
    {
        this.model = model;
        this.nets = nets;
    }

    /// <summary>Clips that were read; the others are left out.</summary>
    public int Clips => clips.Count;

    /// <summary>Whether a model's clips can be replayed.</summary>
    public static bool IsPossible(NetworkSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return !network.Dynamic.Shifts();
    }

    /// <summary>Plays clips whose labels are the model's classes, every frame at every width.</summary>
    /// <exception cref="EngineException">An engine failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static WidthReplay Record(ModelPackage model, Nets nets, IReadOnlyList<Clip> list, Action<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(nets);
        ArgumentNullException.ThrowIfNull(list);
        WidthReplay replay = new(model, nets);
        for (int i = 0; i < list.Count; i++)
        {
            List<LookedAt> frames = replay.Play(list[i], cancel);
            if (frames.Count > 0)
                replay.clips.Add((model.Manifest.Classes.ToList().IndexOf(list[i].Label), frames));
            progress?.Invoke(i + 1);
        }

        return replay;
    }

    /// <summary>What the gate spends and reaches at a price, without a budget.</summary>
    public CurvePoint AtPrice(double price)
    {
        Allowance allowance = Allowance.Free(model.Costs, price);
        Claim claim = allowance.Join();
        return Answer(price, scores =>
        {
            claim.Begin();
            claim.Wait(scores);
            allowance.Decide();
            return claim.Decision.Index;
        });
    }

    /// <summary>Accuracy with one width on every frame.</summary>
    public double AtWidth(int widthIndex) => Answer(0, _ => widthIndex).Top1;

    private CurvePoint Answer(double price, Func<float[], int> choose)
    {
        int right = 0;
        long[] counts = new long[model.Costs.Widths.Count];
        foreach ((int label, List<LookedAt> frames) in clips)
        {
            StreamState stream = new(model.Network);
            int answer = -1;
            foreach (LookedAt frame in frames)
            {
                int width = choose(frame.Scores);
                counts[width]++;
                frame.Primary.CopyTo(nets.Static.Primary.Span);
                Span<float> supplementary = nets.Dynamic.Supplementary.Span;
                supplementary.Clear();
                frame.Supplementary[width].CopyTo(supplementary);
                ReadOnlySpan<float> logits = nets.Fusion.Run(stream);
                answer = Largest(logits);
            }

            right += answer == label ? 1 : 0;
        }

        double total = counts.Sum();
        return new CurvePoint
        {
            Price = price,
            Top1 = (double)right / clips.Count,
            MacsPerFrame = counts.Select((count, i) => count / total * model.Costs.Frame(i)).Sum(),
            WidthShare = model.Costs.Widths.Select((width, i) => (width, share: counts[i] / total)).ToDictionary(pair => pair.width, pair => pair.share),
        };
    }

    private List<LookedAt> Play(Clip clip, CancellationToken cancel)
    {
        List<LookedAt> frames = [];
        StreamState stream = new(model.Network);
        PicturePreprocessor preprocessor = new(model.Network.InputSize, model.Network.Fit);
        PictureChanges? changes = model.Network.SeesChanges ? new PictureChanges(nets.Image.Length) : null;
        using OpenClip open = new(clip, TimeSpan.FromMilliseconds(model.Manifest.SegmentIntervalMs));
        while (open.Take() is { } frame)
        {
            cancel.ThrowIfCancellationRequested();
            preprocessor.Fill(frame.Bgr, frame.Width, frame.Height, frame.Stride, nets.Image);
            open.Return(frame, FrameFate.Processed);
            changes?.Replace(nets.Image);
            float[] scores = nets.Static.Run(stream).ToArray();
            float[] primary = nets.Static.Primary.Span.ToArray();
            frames.Add(new LookedAt(scores, primary, [.. Enumerable.Range(0, model.Costs.Widths.Count).Select(i => Look(i, stream))]));
        }

        return frames;
    }

    private float[] Look(int widthIndex, StreamState stream)
    {
        if (model.Costs.Widths[widthIndex] is not { IsSkip: false } width)
            return [];
        nets.Dynamic.Run(widthIndex, stream);
        return nets.Dynamic.Supplementary.Span[..model.Network.Dynamic.FeatureAt(width)].ToArray();
    }

    private static int Largest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
                best = i;
        }

        return best;
    }

    /// <param name="Scores">The gate's, [widths].</param>
    /// <param name="Primary">[static feature].</param>
    /// <param name="Supplementary">For each width, [feature at the width]; empty at skip.</param>
    private sealed record LookedAt(float[] Scores, float[] Primary, float[][] Supplementary);
}
