using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A progress bar with the time that remains, on standard error; a plain line now and then where that is no terminal.</summary>
internal static class Progress
{
    /// <summary>Runs work that tells how many of its steps are done.</summary>
    public static T While<T>(string unit, int steps, Func<Action<int>, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(done => PlainLine(unit, done, steps));

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

    private static void PlainLine(string unit, int done, int steps)
    {
        if (done % 50 == 0 || done == steps)
            Console.Error.WriteLine($"{done} of {steps} {unit}");
    }
}
