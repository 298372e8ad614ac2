using System.Globalization;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Benchmarks;

/// <summary>
/// What one bucket for two cameras is worth. The clips of the classes for which the gate asks for little are dealt to one camera, those for which it asks for much to the other;
/// both run through the same clips with one bucket, and with the same budget in two halves, which cannot lend each other what one does not need.
/// </summary>
internal static class SharedBudget
{
    private const double BurstSeconds = 10;
    private static readonly double[] MeanMacs = [30e6, 45e6, 70e6]; // of a frame

    /// <summary>Prints a line for each budget.</summary>
    /// <param name="model">The folder of a model package.</param>
    /// <param name="clips">A CSV with a subset named test.</param>
    /// <param name="limit">Clips of each camera.</param>
    public static void Run(string model, string clips, int limit)
    {
        ModelPackage package = ModelPackage.Load(model);
        using Engine engine = new(new EngineSettings("cpu", 1));
        using Nets nets = Nets.Load(package, engine);
        List<Clip>[] scenes = Deal(package, nets, ClipList.Read(clips, [.. package.Manifest.Classes], "test"), limit);
        nets.Remember(); // all ways look at each frame in turn
        double interval = package.Manifest.SegmentIntervalMs / 1000.0;
        Way Shared(double mean, MediaClock media) => new(package, nets, "shared", mean, Allowance(package, 2 * mean / interval, 2, media));
        Way Halves(double mean, MediaClock media) => new(package, nets, "halves", mean, Allowance(package, mean / interval, 1, media), Allowance(package, mean / interval, 1, media));
        Way[] equalBudgets = Play(scenes, interval, media => [.. MeanMacs.SelectMany(mean => (Way[])[Shared(mean, media), Halves(mean, media)])]);
        Array.ForEach(equalBudgets, Console.WriteLine);

        // The plain camera leaves much of its half over: with so much more budget the halves spend what the one bucket spent.
        Console.WriteLine("and halves with a budget of which as much is spent:");
        Way[] equalMacs = Play(scenes, interval, media => [.. equalBudgets.Chunk(2).Select(pair => Halves(pair[1].Mean * pair[0].MacsPerFrame / pair[1].MacsPerFrame, media))]);
        Array.ForEach(equalMacs, Console.WriteLine);
    }

    // Both cameras, all ways side by side.
    private static Way[] Play(List<Clip>[] scenes, double interval, Func<MediaClock, Way[]> make)
    {
        MediaClock media = new();
        Way[] ways = make(media);
        using ClipPlayer plain = new(scenes[0], interval), hard = new(scenes[1], interval);
        ClipPlayer[] players = [plain, hard];
        bool playing = true;
        for (long step = 0; playing; step++)
        {
            playing = false;
            for (int camera = 0; camera < 2; camera++)
            {
                // Half an interval apart, as cameras are that know nothing of each other.
                media.MoveTo(TimeSpan.FromSeconds((step + (camera / 2.0)) * interval));
                if (!players[camera].Next(out Frame? frame, out string? ended))
                    continue;
                playing = true;
                foreach (Way way in ways)
                {
                    if (ended is not null)
                        way.End(camera, ended);
                    if (frame is not null)
                        way.Look(camera, frame);
                }
            }
        }

        return ways;
    }

    // Classes by what the gate spends on them without a budget, the lower half of the clips to the first camera.
    private static List<Clip>[] Deal(ModelPackage model, Nets nets, IReadOnlyList<Clip> clips, int limit)
    {
        Recognizer free = new(model, nets, Runtime.Budget.Allowance.Free(model.Costs, model.Manifest.DefaultPrice));
        Dictionary<string, (double Macs, int Frames)> appetite = [];
        foreach (Clip clip in clips)
        {
            using ClipPlayer player = new([clip], model.Manifest.SegmentIntervalMs / 1000.0);
            free.Reset();
            while (player.Next(out Frame? frame, out _))
            {
                if (frame is null)
                    continue;
                (double macs, int frames) = appetite.GetValueOrDefault(clip.Label);
                appetite[clip.Label] = (macs + free.Process(frame).Decision.Macs, frames + 1);
            }
        }

        string[] labels = [.. appetite.OrderBy(pair => pair.Value.Macs / pair.Value.Frames).Select(pair => pair.Key)];
        List<Clip> ordered = [.. labels.SelectMany(label => clips.Where(clip => clip.Label == label))];
        List<Clip>[] halves = [ordered[..(ordered.Count / 2)], ordered[(ordered.Count / 2)..]];
        Random random = new(1);
        foreach (List<Clip> half in halves)
        {
            Clip[] shuffled = [.. half];
            random.Shuffle(shuffled);
            half.Clear();
            half.AddRange(shuffled.Take(limit));
            Console.WriteLine($"{half.Count} clips of {string.Join(", ", half.Select(clip => clip.Label).Distinct().Order(StringComparer.Ordinal))}");
        }

        return halves;
    }

    // As a profile would make it.
    private static Allowance Allowance(ModelPackage model, double macsPerSecond, int streams, MediaClock media)
    {
        PriceCurve curve = new(model.Manifest.Curve);
        double refill = macsPerSecond * model.Manifest.SegmentIntervalMs / 1000;
        GatePolicy gate = new(model.Costs, curve.PriceFor(refill / streams));
        FlopsBudget budget = FlopsBudget.PerSecond((long)macsPerSecond, (long)(macsPerSecond * BurstSeconds), media);
        return new Allowance(new AllowanceTerms(budget, gate, BudgetAudit.PerSecond(budget.Rate, budget.Capacity, media), new PriceController(gate, curve, refill)));
    }

    /// <summary>One way to spend: a recogniser for each camera, and what they reached.</summary>
    private sealed class Way(ModelPackage model, Nets nets, string name, double mean, params Allowance[] allowances)
    {
        private readonly Recognizer[] recognizers = [new(model, nets, allowances[0]), new(model, nets, allowances[^1])];
        private readonly long[] macs = new long[2];
        private readonly long[] frames = new long[2];
        private readonly int[] right = new int[2];
        private readonly int[] clips = new int[2];
        private double score;

        public double Mean => mean;

        public double MacsPerFrame => (double)macs.Sum() / frames.Sum();

        public void Look(int camera, Frame frame)
        {
            Answer answer = recognizers[camera].Process(frame);
            frames[camera]++;
            macs[camera] += answer.Decision.Macs;
            score += recognizers[camera].Claim.Score;
        }

        public void End(int camera, string label)
        {
            ReadOnlySpan<float> probabilities = recognizers[camera].Probabilities;
            int best = 0;
            for (int i = 1; i < probabilities.Length; i++)
                best = probabilities[i] > probabilities[best] ? i : best;
            clips[camera]++;
            right[camera] += model.Manifest.Classes[best] == label ? 1 : 0;
            recognizers[camera].Reset();
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{mean / 1e6:0.0} M a frame allowed, {name}: top-1 {(double)right.Sum() / clips.Sum():P1} (plain {(double)right[0] / clips[0]:P1}, hard {(double)right[1] / clips[1]:P1}), gate score a frame {score / frames.Sum():0.000}, spent {MacsPerFrame / 1e6:0.0} M a frame (plain {macs[0] / 1e6 / frames[0]:0.0}, hard {macs[1] / 1e6 / frames[1]:0.0}), overshoot {allowances.Sum(allowance => allowance.Overshoot)}");
    }

    /// <summary>Plays clips one after another, a due frame a call.</summary>
    private sealed class ClipPlayer(IReadOnlyList<Clip> clips, double interval) : IDisposable
    {
        private readonly Frame frame = new();
        private VideoFileSource? source;
        private SegmentSampler? sampler;
        private int next;

        /// <summary>The next frame; null at the end of a clip. False when all were played.</summary>
        /// <param name="due">The frame, lent until the next call.</param>
        /// <param name="ended">The label of the clip that ended; null when none did.</param>
        public bool Next(out Frame? due, out string? ended)
        {
            (due, ended) = (null, null);
            if (source is null && !Open())
                return false;
            while (source!.TryGrab(out TimeSpan time))
            {
                if (!sampler!.IsDue(time) || !source.TryRetrieve(frame) || !frame.Seal())
                    continue;
                frame.Time = time;
                due = frame;
                return true;
            }

            ended = clips[next - 1].Label;
            source.Dispose();
            source = null;
            return true;
        }

        public void Dispose()
        {
            source?.Dispose();
            frame.Dispose();
        }

        private bool Open()
        {
            if (next == clips.Count)
                return false;
            source = new VideoFileSource(clips[next++].Path);
            sampler = new SegmentSampler(TimeSpan.FromSeconds(interval), TimeSpan.FromSeconds(1 / source.FramesPerSecond));
            return true;
        }
    }
}
