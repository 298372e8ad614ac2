using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A progress bar with the time that remains, on standard error; a plain line every ten seconds where that is no terminal.</summary>
internal static class Progress
{
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(10);

    /// <summary>Runs work that tells how many of its steps are done.</summary>
    public static T While<T>(string unit, int steps, Func<Action<int>, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(new Lines(unit, steps, TimeProvider.System, Console.Error.WriteLine).Tell);

        IAnsiConsole console = Screen.Error();
        T? result = default;
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(unit, maxValue: steps);
                result = work(done => task.Value = done);
            });
        return result!;
    }

    /// <summary>The same as lines: one every ten seconds however long a step takes, and one at the end.</summary>
    /// <param name="unit">What is counted.</param>
    /// <param name="steps">How many there are.</param>
    /// <param name="clock">Spaces the lines.</param>
    /// <param name="say">Where they go.</param>
    internal sealed class Lines(string unit, int steps, TimeProvider clock, Action<string> say)
    {
        private readonly Lock gate = new();
        private long last = clock.GetTimestamp();
        private int told;

        /// <summary>So many are done; steps that several threads end are told in any order.</summary>
        public void Tell(int done)
        {
            lock (gate)
            {
                if (done <= told || (done < steps && clock.GetElapsedTime(last) < LinePeriod))
                    return;
                last = clock.GetTimestamp();
                told = done;
                say($"{done} of {steps} {unit}");
            }
        }
    }
}
