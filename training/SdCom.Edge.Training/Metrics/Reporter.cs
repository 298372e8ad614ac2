using System.Globalization;
using Spectre.Console;

namespace SdCom.Edge.Training.Metrics;

/// <summary>One running piece of work: how far it is.</summary>
public interface IProgress
{
    /// <summary>One more unit is done; <paramref name="note"/> says what it looks like now.</summary>
    void Advance(long units = 1, string? note = null);
}

/// <summary>Tells a person how training goes, on standard error: bars with remaining time on a terminal, plain lines otherwise.</summary>
public sealed class Reporter
{
    private static readonly TimeSpan PlainPeriod = TimeSpan.FromSeconds(10);
    private readonly IAnsiConsole console;
    private readonly TextWriter plain;
    private readonly TimeProvider time;
    private readonly bool bars;

    public Reporter(TextWriter plain, bool terminal, TimeProvider? time = null)
    {
        this.plain = plain;
        this.time = time ?? TimeProvider.System;
        bars = terminal;
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(plain) });
    }

    /// <summary>Says nothing.</summary>
    public static Reporter Silent { get; } = new(TextWriter.Null, terminal: false);

    /// <summary>The reporter of a command: bars when standard error is a terminal.</summary>
    public static Reporter ForConsole() => new(Console.Error, !Console.IsErrorRedirected);

    /// <summary>Says one line.</summary>
    public void Line(string text)
    {
        if (bars)
            console.MarkupLineInterpolated($"{text}");
        else
            plain.WriteLine(text);
    }

    /// <summary>Says one line that should not be overlooked.</summary>
    public void Warn(string text) => Line($"warning: {text}");

    /// <summary>Runs work of a known length and shows how far it is.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="total">Units in all.</param>
    /// <param name="work">The work; it advances the progress.</param>
    /// <param name="done">Units that an earlier, stopped run has done.</param>
    public void Track(string title, long total, Action<IProgress> work, long done = 0)
    {
        if (!bars)
        {
            work(new PlainProgress(this, title, total, done));
            return;
        }

        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: total);
                task.Increment(done);
                work(new BarProgress(task, title));
            });
    }

    private sealed class BarProgress(ProgressTask task, string title) : IProgress
    {
        public void Advance(long units = 1, string? note = null)
        {
            task.Increment(units);
            if (note is not null)
                task.Description = Markup.Escape($"{title}: {note}");
        }
    }

    private sealed class PlainProgress(Reporter owner, string title, long total, long before) : IProgress
    {
        private readonly long start = owner.time.GetTimestamp();
        private long added;
        private TimeSpan said;

        public void Advance(long units = 1, string? note = null)
        {
            added += units;
            long done = before + added;
            TimeSpan elapsed = owner.time.GetElapsedTime(start);
            if (done < total && elapsed - said < PlainPeriod)
                return;
            said = elapsed;
            TimeSpan left = elapsed / Math.Max(1, added) * (total - done);
            owner.plain.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {done}/{total}, {Short(elapsed)} gone, {Short(left)} left{(note is null ? "" : ", ")}{note}"));
        }

        private static string Short(TimeSpan span) => span.ToString(span.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }
}
