using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>Says that something takes long and how long it has taken, on standard error: a running clock on a terminal, a line now and then elsewhere.</summary>
internal static class Waiting
{
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ClockPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Does the work, saying what it is at once and how long it took at the end.</summary>
    public static T While<T>(string what, TimeProvider clock, Func<T> work)
    {
        if (Console.IsErrorRedirected)
            return While(what, clock, Console.Error.WriteLine, work);
        return Screen.Error().Status().Start(Markup.Escape(what), status =>
        {
            long start = clock.GetTimestamp();
            using ITimer timer = clock.CreateTimer(_ => status.Status = Markup.Escape($"{what}: {Elapsed(clock, start)}"), null, ClockPeriod, ClockPeriod);
            return work();
        });
    }

    /// <summary>The same as lines.</summary>
    internal static T While<T>(string what, TimeProvider clock, Action<string> say, Func<T> work)
    {
        say($"sdcom: {what} ...");
        long start = clock.GetTimestamp();
        using ITimer timer = clock.CreateTimer(_ => say($"sdcom: {what}: {Elapsed(clock, start)}"), null, LinePeriod, LinePeriod);
        T result = work();
        say($"sdcom: done in {Elapsed(clock, start)}.");
        return result;
    }

    private static string Elapsed(TimeProvider clock, long start) => FormattableString.Invariant($"{clock.GetElapsedTime(start).TotalSeconds:0} s");
}
