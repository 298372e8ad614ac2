using System.Text.Json;
using SdCom.Edge.Runtime.Ledger;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>What people changed while the run went on: told to the log, kept for the page, and written beside the ledger where there is one.</summary>
/// <param name="file">Lines of JSON; null for none. It is disposed with the log.</param>
/// <param name="say">The log.</param>
/// <param name="time">The wall clock.</param>
internal sealed class ChangeLog(RotatingFile? file, Action<string> say, TimeProvider time) : IDisposable
{
    private const int Kept = 20;

    private readonly Lock gate = new();
    private readonly Queue<Change> last = new();
    private bool broken;

    /// <summary>Told each one.</summary>
    public Action<Change>? Added { get; set; }

    /// <summary>The newest ones, newest first.</summary>
    public IReadOnlyList<Change> Recent
    {
        get
        {
            lock (gate)
                return [.. last.Reverse()];
        }
    }

    /// <summary>Notes a change.</summary>
    public Change Add(string who, string what, string from, string to, string? note = null)
    {
        Change change = new(time.GetUtcNow(), who, what, from, to, note);
        lock (gate)
        {
            if (last.Count == Kept)
                last.Dequeue();
            last.Enqueue(change);
            say($"{who} changed the {what} from {from} to {to}{(note is null ? string.Empty : $"; {note}")}.");
            Write(change);
        }

        Added?.Invoke(change);
        return change;
    }

    public void Dispose() => file?.Dispose();

    private void Write(Change change)
    {
        if (file is null || broken)
            return;
        try
        {
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(change, DashboardJson.Default.Change), (byte)'\n']);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            broken = true;
            say($"changes: {problem.Message}; the file gets nothing more, the run goes on.");
        }
    }
}
