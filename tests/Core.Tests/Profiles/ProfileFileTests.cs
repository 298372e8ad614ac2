using System.Text.Json.Nodes;
using SdCom.Edge.Core.Profiles;

namespace SdCom.Edge.Core.Tests.Profiles;

public sealed class ProfileFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-profile-");

    private string File => Path.Combine(folder.FullName, "new", "pi5.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_was_written_is_read_again_value_for_value()
    {
        DeviceProfile written = Profile();
        ProfileFile.Write(written, File);
        DeviceProfile read = DeviceProfile.Load(File);
        Assert.Equal(written.Budget, read.Budget);
        Assert.Equal(written.Limits, read.Limits);
        Assert.Equal(written.Widths, read.Widths);
        Assert.Equal((written.Device, written.Note, written.Threads, written.TargetFps, written.DeadlineMs), (read.Device, read.Note, read.Threads, read.TargetFps, read.DeadlineMs));
        Assert.Equal(written.Measured!.Widths, read.Measured!.Widths);
        Assert.Equal(written.Measured.MeasuredUtc, read.Measured.MeasuredUtc);
        Assert.Equal(["pi5.json"], Directory.GetFiles(Path.GetDirectoryName(File)!).Select(Path.GetFileName));
    }

    [Fact]
    public void The_unit_that_a_budget_does_not_have_is_not_written_because_the_schema_wants_exactly_one()
    {
        ProfileFile.Write(Profile(), File);
        JsonObject budget = JsonNode.Parse(System.IO.File.ReadAllText(File))!["budget"]!.AsObject();
        Assert.Equal(["macsPerSecond", "burstMacs"], budget.Select(pair => pair.Key));
    }

    [Fact]
    public void A_profile_that_nobody_could_read_never_replaces_the_one_that_stands_there()
    {
        ProfileFile.Write(Profile(), File);
        string before = System.IO.File.ReadAllText(File);
        Assert.Throws<ProfileException>(() => ProfileFile.Write(Profile() with { Threads = 0 }, File));
        Assert.Equal(before, System.IO.File.ReadAllText(File));
        string message = Assert.Throws<ProfileException>(() => ProfileFile.Write(Profile(), Path.Combine(File, "below.json"))).Message;
        Assert.Contains("cannot be written", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_frame_is_expected_to_take_is_the_shares_mean_of_what_was_measured()
    {
        MeasuredTable table = Profile().Measured!;
        Assert.Equal(4 * 0.75 + 12 * 0.25, table.ExpectedMs(new Dictionary<Width, double> { [Width.Skip] = 0.75, [Width.Full] = 0.25 })!.Value, 1e-12);
        Assert.Equal(0.5, table.ExpectedJoules(new Dictionary<Width, double> { [Width.Full] = 1, [Width.Skip] = 0 }));
        Assert.Null(table.ExpectedJoules(new Dictionary<Width, double> { [Width.Full] = 0.5, [Width.Skip] = 0.5 }));
        Assert.Null(table.ExpectedMs(new Dictionary<Width, double> { [new Width(50)] = 1 }));
    }

    private static DeviceProfile Profile() => new()
    {
        Schema = "./schema.json",
        FormatVersion = DeviceProfile.CurrentFormat,
        Device = "pi5",
        Note = "14 °C, +5 %",
        Engine = "onnxruntime",
        Provider = "cpu",
        Threads = 4,
        Widths = [Width.Skip, Width.Full],
        TargetFps = 12.5,
        Budget = new BudgetLimit { MacsPerSecond = 1000, BurstMacs = 500 },
        DeadlineMs = 80,
        Limits = new DeviceLimits { TemperatureC = new HysteresisLimit(80, 70) },
        Measured = new MeasuredTable
        {
            Conditions = "idle",
            Model = "sample",
            MeasuredUtc = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
            Widths = new Dictionary<Width, MeasuredWidth> { [Width.Skip] = new(4, 5, null), [Width.Full] = new(12, 15, 0.5) },
        },
    };
}
