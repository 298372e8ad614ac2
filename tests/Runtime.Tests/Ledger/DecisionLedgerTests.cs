using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Ledger;

public class DecisionLedgerTests(Models models)
{
    private static readonly LedgerEntry Entry = new()
    {
        Time = TimeSpan.FromSeconds(1.28),
        Outcome = LedgerOutcome.Answered,
        Reason = DecisionReason.Price,
        Width = new Width(25),
        Macs = 16_000_000,
        Charge = 16_000_000,
        Score = 1.5f,
        Price = 0.75,
        Level = 0.5,
        Share = 1,
        Milliseconds = 4.25,
    };

    [Fact]
    public void A_line_tells_all_of_a_decision()
    {
        string path = models.NewPath(".jsonl");
        using (DecisionLedger ledger = new(new RotatingFile(path, 1_000_000, 1), Assert.Fail))
        {
            ledger.Add(Entry);
            ledger.Add(new LedgerEntry { Time = TimeSpan.FromSeconds(2), Outcome = LedgerOutcome.Unaffordable, Level = 0.01, Price = 0.8, Share = 0.5 });
        }

        Assert.Equal(
            [
                """{"time":1.28,"outcome":"answered","width":0.25,"reason":"price","score":1.5,"macs":16000000,"charge":16000000,"unit":"MACs","price":0.75,"level":0.5,"share":1,"ms":4.25}""",
                """{"time":2,"outcome":"unaffordable","charge":0,"unit":"MACs","price":0.8,"level":0.01,"share":0.5,"ms":0}""",
            ],
            File.ReadAllLines(path));
    }

    [Fact]
    public void Files_keep_to_their_size_and_number_and_hold_whole_lines()
    {
        string path = models.NewPath(".jsonl");
        using (DecisionLedger ledger = new(new RotatingFile(path, 50_000, 2), Assert.Fail, capacity: 100_000))
        {
            for (int i = 0; i < 3000; i++)
                ledger.Add(Entry with { Time = TimeSpan.FromSeconds(i) });
        }

        string[] files = [path, $"{path}.1", $"{path}.2"];
        Assert.Equal(files, Directory.GetFiles(models.Folder, $"{Path.GetFileName(path)}*").Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 50_000));
        double[] times = [.. files.Reverse().SelectMany(File.ReadAllLines).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("time").GetDouble())];
        Assert.Equal(Enumerable.Range(3000 - times.Length, times.Length).Select(i => (double)i), times); // the newest, in order
    }

    [Fact]
    public void What_the_disk_cannot_follow_is_dropped_and_counted()
    {
        string path = models.NewPath(".jsonl");
        DecisionLedger ledger = new(new RotatingFile(path, long.MaxValue, 0), Assert.Fail, capacity: 8);
        for (int i = 0; i < 50_000; i++)
            ledger.Add(Entry);
        ledger.Dispose();
        ledger.Add(Entry); // after the end
        Assert.Equal(50_001, File.ReadAllLines(path).Length + ledger.Dropped);
    }

    [Fact]
    public void A_line_that_a_killed_run_left_half_written_does_not_spoil_the_next()
    {
        string path = models.NewPath(".jsonl");
        File.WriteAllText(path, "{\"time\":1}\n{\"ti");
        using (DecisionLedger ledger = new(new RotatingFile(path, 1_000_000, 1), Assert.Fail))
            ledger.Add(Entry);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("{\"time\":1.28,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_goes_away_is_said_once_and_never_stops_the_recogniser()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        string path = Path.Combine(folder, "ledger.jsonl");
        List<string> said = [];
        File.WriteAllText(path, new string(' ', 300) + "\n");
        DecisionLedger ledger = new(new RotatingFile(path, 200, 1), said.Add); // the first lines need a new file
        Directory.Delete(folder, recursive: true);
        for (int i = 0; i < 100; i++)
            ledger.Add(Entry);
        ledger.Dispose();
        Assert.Single(said);
        Assert.Equal(100, ledger.Dropped);
        Assert.Throws<InputException>(() => new RotatingFile(path, 200, 1));
    }

    [Fact]
    public void Adding_allocates_nothing()
    {
        using DecisionLedger ledger = new(new RotatingFile(models.NewPath(".jsonl"), 1_000_000, 0), Assert.Fail);
        long least = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                ledger.Add(Entry);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
