using System.Globalization;
using System.Runtime.InteropServices;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Benchmarks;

/// <summary>
/// Times the dynamic net over shared weights against plain sessions, in turns. On one thread the processor time of that thread counts as well, which a busy
/// machine disturbs far less than the clock on the wall.
/// </summary>
internal static unsafe partial class SharingComparison
{
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID
    private const int WarmUps = 5;
    private const int Pairs = 61;

    /// <summary>Prints a line for each width: the medians, and the median of the pairs' ratios with its quartiles.</summary>
    public static void Print(string folder, int threads)
    {
        ModelPackage model = ModelPackage.Load(folder);
        using Engine sharing = new(new EngineSettings("cpu", threads) { Weights = WeightSharing.Shared });
        using Engine alone = new(new EngineSettings("cpu", threads) { Weights = WeightSharing.Plain });
        using Nets shared = Nets.Load(model, sharing), plain = Nets.Load(model, alone);
        Console.WriteLine($"{folder}, {threads} threads; {shared.Dynamic.Weights}");
        for (int i = 0; i < model.Network.Widths.Count; i++)
        {
            Width width = model.Network.Widths[i];
            if (width.IsSkip)
                continue;
            List<(double Wall, double Processor)> ofShared = [], ofPlain = [];
            for (int pair = -WarmUps; pair < Pairs; pair++)
            {
                bool sharedFirst = (pair & 1) == 0;
                (double, double) first = Time((sharedFirst ? shared : plain).Dynamic, i), second = Time((sharedFirst ? plain : shared).Dynamic, i);
                if (pair < 0)
                    continue;
                ofShared.Add(sharedFirst ? first : second);
                ofPlain.Add(sharedFirst ? second : first);
            }

            Console.WriteLine($"  width {width}: wall {Compare(ofShared, ofPlain, times => times.Wall)}" + (threads == 1 ? $"; processor {Compare(ofShared, ofPlain, times => times.Processor)}" : ""));
        }
    }

    private static string Compare(List<(double, double)> shared, List<(double, double)> plain, Func<(double Wall, double Processor), double> of)
    {
        double[] ratios = [.. shared.Zip(plain, (a, b) => of(a) / of(b)).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{Median(shared.Select(of)):0.00} against {Median(plain.Select(of)):0.00} ms, ratio {ratios[Pairs / 2]:0.000} ({ratios[Pairs / 4]:0.000} to {ratios[3 * Pairs / 4]:0.000})");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);

    private static (double Wall, double Processor) Time(DynamicNet net, int width)
    {
        long start = TimeProvider.System.GetTimestamp();
        double processor = ProcessorMilliseconds();
        net.RunBare(width);
        processor = ProcessorMilliseconds() - processor;
        return (TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, processor);
    }

    private static double ProcessorMilliseconds()
    {
        long* time = stackalloc long[2]; // struct timespec: seconds, nanoseconds
        _ = ClockGetTime(ThreadProcessorTime, time);
        return (time[0] * 1e3) + (time[1] / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, long* time);
}
