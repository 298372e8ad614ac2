using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Fleet.Working;

/// <summary>
/// Answers clips as <c>eval</c> does, by the same evaluation, each from a fresh stream and without a bucket: a clip's answer depends on nothing before it, on whichever node. One thread at a time.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="nets">Its nets; they stay their owner's.</param>
/// <param name="clock">Measures latencies.</param>
/// <param name="audit">Looks at clips again; null for none.</param>
public sealed class ClipLanes(ModelPackage model, Nets nets, TimeProvider clock, ClipAudit? audit)
{
    private const int Kept = 16;
    private readonly Dictionary<(double? Price, Width? Width), Recognizer> recognizers = [];

    public ModelPackage Model => model;

    /// <summary>How often the audit found the gate's answers to be the full width's.</summary>
    public Agreement Agreement => audit?.Agreement ?? default;

    /// <summary>Answers a clip.</summary>
    /// <param name="job">What is asked; of this model.</param>
    /// <param name="path">Where the clip lies here.</param>
    /// <param name="cancel">Stops between frames.</param>
    public ClipAnswer Answer(ClipJob job, string path, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(job);
        ClipAnswer? answer = null;
        ClipEvaluation evaluation = new(model, [RecognizerOf(job)], new MediaClock(), clock) { Answered = given => answer = given, Audit = audit?.Of(job) };
        evaluation.Run([new Clip(path, job.Label, null, null, 0)], null, cancel);
        return answer!;
    }

    private Recognizer RecognizerOf(ClipJob job)
    {
        (double?, Width?) settings = (job.Price, job.Width);
        if (recognizers.TryGetValue(settings, out Recognizer? known))
            return known;
        if (recognizers.Count == Kept)
            recognizers.Clear();
        Allowance allowance = job.Width is { } width ? Allowance.Fixed(model.Costs, width) : Allowance.Free(model.Costs, job.Price!.Value);
        return recognizers[settings] = new Recognizer(model, nets, allowance);
    }
}
