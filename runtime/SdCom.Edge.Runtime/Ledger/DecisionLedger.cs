using System.Buffers;
using System.Text.Json;
using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Runtime.Ledger;

/// <summary>
/// Writes every decision as a line of JSON, on a thread of its own. The recogniser only copies a struct into a ring: it never waits for a disk and allocates nothing.
/// When the ring is full an entry is dropped and counted, and the next line says how many were.
/// </summary>
public sealed class DecisionLedger : IDisposable
{
    private const int BatchBytes = 32 * 1024;

    private static readonly JsonEncodedText[] Reasons = Names<DecisionReason>();
    private static readonly JsonEncodedText[] Outcomes = Names<LedgerOutcome>();

    private readonly object gate = new();
    private readonly LedgerEntry[] ring;
    private readonly RotatingFile file;
    private readonly Action<string> say;
    private readonly Thread writer;
    private readonly ArrayBufferWriter<byte> batch = new(2 * BatchBytes);
    private readonly Utf8JsonWriter json;
    private int first;
    private int count;
    private long dropped;
    private long told; // of the dropped ones
    private bool ended;

    /// <param name="file">Where lines go; disposed with the ledger.</param>
    /// <param name="say">Told once when the file cannot be written any longer.</param>
    /// <param name="capacity">Entries that may wait for the disk.</param>
    public DecisionLedger(RotatingFile file, Action<string> say, int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        this.file = file;
        this.say = say;
        ring = new LedgerEntry[capacity];
        json = new Utf8JsonWriter(batch);
        writer = new Thread(WriteAll) { IsBackground = true, Name = "ledger" };
        writer.Start();
    }

    /// <summary>Entries that were not written: the disk was too slow, full or gone.</summary>
    public long Dropped
    {
        get
        {
            lock (gate)
                return dropped;
        }
    }

    /// <summary>Hands an entry to the writer.</summary>
    public void Add(in LedgerEntry entry)
    {
        lock (gate)
        {
            if (count == ring.Length || ended)
            {
                dropped++;
                return;
            }

            ring[(first + count++) % ring.Length] = entry;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
            Monitor.PulseAll(gate);
        }

        writer.Join();
        json.Dispose();
        file.Dispose();
    }

    private void WriteAll()
    {
        bool broken = false;
        while (Collect() is var entries and > 0)
        {
            try
            {
                if (!broken)
                    file.Write(batch.WrittenSpan);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                broken = true;
                say($"ledger: {problem.Message}; it gets nothing more, recognition goes on.");
            }

            if (broken)
            {
                lock (gate)
                    dropped += entries;
            }
        }
    }

    // Waits for entries and writes their lines into the batch; 0 at the end.
    private int Collect()
    {
        batch.ResetWrittenCount();
        int entries = 0;
        while (batch.WrittenCount < BatchBytes && Take(wait: entries == 0, out LedgerEntry entry, out long missing))
        {
            Line(entry, missing);
            entries++;
        }

        return entries;
    }

    private bool Take(bool wait, out LedgerEntry entry, out long missing)
    {
        lock (gate)
        {
            while (wait && count == 0 && !ended)
                Monitor.Wait(gate);
            (entry, missing) = (default, 0);
            if (count == 0)
                return false;
            entry = ring[first];
            first = (first + 1) % ring.Length;
            count--;
            missing = dropped - told;
            told = dropped;
            return true;
        }
    }

    private void Line(in LedgerEntry entry, long missing)
    {
        json.Reset(batch);
        json.WriteStartObject();
        if (entry.Camera is { } camera)
            json.WriteString("camera"u8, camera);
        json.WriteNumber("time"u8, Math.Round(entry.Time.TotalSeconds, 3));
        json.WriteString("outcome"u8, Outcomes[(int)entry.Outcome]);
        if (entry.Outcome == LedgerOutcome.Answered)
        {
            json.WriteNumber("width"u8, entry.Width.Fraction);
            json.WriteString("reason"u8, Reasons[(int)entry.Reason]);
            json.WriteNumber("score"u8, Math.Round(entry.Score, 4));
            json.WriteNumber("macs"u8, entry.Macs);
        }

        json.WriteNumber("charge"u8, entry.Charge);
        json.WriteString("unit"u8, entry.Unit switch { BudgetUnit.Nanoseconds => "ns"u8, BudgetUnit.Microjoules => "uJ"u8, _ => "MACs"u8 });
        if (entry.Price is { } price)
            json.WriteNumber("price"u8, Math.Round(price, 4));
        if (entry.Level is { } level)
            json.WriteNumber("level"u8, Math.Round(level, 4));
        json.WriteNumber("share"u8, Math.Round(entry.Share, 3));
        json.WriteNumber("ms"u8, Math.Round(entry.Milliseconds, 3));
        if (missing > 0)
            json.WriteNumber("droppedBefore"u8, missing);
        json.WriteEndObject();
        json.Flush();
        batch.Write("\n"u8);
    }

    private static JsonEncodedText[] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name)))];
}
