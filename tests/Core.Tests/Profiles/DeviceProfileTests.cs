using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Core.Tests.Budget;

namespace SdCom.Edge.Core.Tests.Profiles;

public sealed class DeviceProfileTests : IDisposable
{
    private const string Good = """
        {
          "formatVersion": 1, "device": "pi5", "note": "test", "engine": "onnxruntime", "provider": "cpu", "threads": 4,
          "widths": [0, 0.25, 0.5],
          "budget": { "macsPerSecond": 1000, "burstMacs": 500 },
          "deadlineMs": 20, "limits": { "temperatureC": { "narrowAt": 80, "widenAt": 70 }, "powerWatts": null },
          "measured": {
            "conditions": "idle", "model": "sample", "measuredUtc": "2026-01-31T12:00:00Z",
            "widths": { "0": { "medianMs": 4, "p95Ms": 5, "joules": null }, "0.25": { "medianMs": 9, "p95Ms": 20, "joules": 0.1 }, "0.5": { "medianMs": 19, "p95Ms": 21, "joules": 0.2 } }
          }
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-profile-");

    private string PathOfProfile => Path.Combine(folder.FullName, "pi5.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Every_shipped_profile_is_valid_and_says_whether_it_was_measured()
    {
        string[] names = ["desktop-cpu", "desktop-cuda", "jetson-agx-orin", "jetson-nano", "jetson-orin-nano", "jetson-orin-nx"];
        foreach (string file in names.Select(name => Repository.PathOf("device-profiles", name + ".json"))) // beside them lie those that somebody tuned
        {
            DeviceProfile profile = DeviceProfile.Load(file);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), profile.Device);
            Assert.True(profile.Measured is not null || profile.Note.Contains("Not measured", StringComparison.Ordinal), file);
            Assert.True(profile.Budget.BurstMacs >= 233_000_000, $"{file}: the burst must hold a full frame of the shipped model");
        }
    }

    [Fact]
    public void Values_are_read_as_written()
    {
        DeviceProfile profile = Load(Good);
        Assert.Equal("pi5", profile.Device);
        Assert.Equal(4, profile.Threads);
        Assert.Equal([Width.Skip, new Width(25), new Width(50)], profile.Widths!);
        Assert.Equal(new HysteresisLimit(80, 70), profile.Limits!.TemperatureC);
        Assert.Equal(0.1, profile.Measured!.Widths[new Width(25)].Joules);
    }

    [Fact]
    public void How_the_engine_runs_is_optional_and_read_as_written()
    {
        DeviceProfile plain = Load(Good);
        Assert.Equal((false, null, null), (plain.Spinning, plain.Library, plain.WhenMissing));
        Assert.Null(plain.Affinity);
        DeviceProfile given = Load(Good.Replace("\"threads\": 4", "\"threads\": null, \"spinning\": true, \"affinity\": [2, 3], \"library\": \"/opt/ort/libonnxruntime.so\", \"whenMissing\": \"cpu\""));
        Assert.Equal((true, "/opt/ort/libonnxruntime.so", "cpu"), (given.Spinning, given.Library, given.WhenMissing));
        Assert.Equal([2, 3], given.Affinity!);
    }

    [Fact]
    public void Only_widths_that_are_listed_and_meet_the_deadline_are_allowed()
    {
        Assert.Equal([Width.Skip, new Width(25)], Load(Good).AllowedWidths(WidthSet.Default));
        Assert.Equal([new Width(50)], Load(Good).LateWidths(WidthSet.Default));
        Assert.Equal(WidthSet.Default, Load(File.ReadAllText(Repository.PathOf("device-profiles", "desktop-cpu.json"))).AllowedWidths(WidthSet.Default));
        string late = Assert.Throws<ProfileException>(() => Load(Good.Replace("\"deadlineMs\": 20", "\"deadlineMs\": 1")).AllowedWidths(WidthSet.Default)).Message;
        Assert.Equal($"{PathOfProfile}: deadlineMs is 1, and no measured width is that fast; raise it.", late);
        string none = Assert.Throws<ProfileException>(() => Load(Good.Replace("[0, 0.25, 0.5]", "[0.3]")).AllowedWidths(WidthSet.Default)).Message;
        Assert.Equal($"{PathOfProfile}: widths must hold one of the model's 0, 0.25, 0.5, 0.75, 1, got 0.3.", none);
    }

    [Fact]
    public void A_budget_in_MACs_becomes_a_bucket_or_says_why_not()
    {
        FlopsBudget budget = Load(Good).CreateBudget(Policy(Load(Good)), TimeProvider.System);
        Assert.Equal((1000L, 500L), (budget.Rate, budget.Capacity));
        Assert.Equal(
            $"{PathOfProfile}: budget.burstMacs must be at least 20, the cost of this model's cheapest frame, got 19.",
            Assert.Throws<ProfileException>(() => Budget(Good.Replace("\"burstMacs\": 500", "\"burstMacs\": 19"))).Message);
    }

    [Fact]
    public void A_budget_in_milliseconds_is_charged_by_the_measured_medians()
    {
        DeviceProfile profile = Load(In("\"millisecondsPerFrame\": 4.5"));
        Tariff tariff = profile.CreateTariff(WidthPolicyTests.Costs, "sample")!;
        Assert.Equal((BudgetUnit.Nanoseconds, 4_000_000L, 9_000_000L), (tariff.Unit, tariff.Frame(0), tariff.Frame(1)));
        Assert.Equal(36_000_000, tariff.Frame(4)); // not allowed: by its MACs, 120 against 30
        FlopsBudget budget = Budget(In("\"millisecondsPerFrame\": 4.5"));
        Assert.Equal((4_500_000L, 64 * 4_500_000L, 0L), (budget.Rate, budget.Capacity, budget.Available));
        Assert.Equal(4_500_000, profile.RefillPerFrame(3));
        Assert.Null(profile.CreateTariff(WidthPolicyTests.Costs, "another"));
        Assert.Equal(
            $"{PathOfProfile}: budget.millisecondsPerFrame must be at least 4, the median of this model's cheapest frame here, got 3.5.",
            Assert.Throws<ProfileException>(() => Budget(In("\"millisecondsPerFrame\": 3.5"))).Message);
    }

    [Fact]
    public void A_budget_in_watts_is_charged_by_the_measured_joules_or_says_what_is_missing()
    {
        string good = In("\"watts\": 5").Replace("\"p95Ms\": 5, \"joules\": null", "\"p95Ms\": 5, \"joules\": 0.05");
        Tariff tariff = Load(good).CreateTariff(WidthPolicyTests.Costs, "sample")!;
        Assert.Equal((BudgetUnit.Microjoules, 50_000L, 100_000L), (tariff.Unit, tariff.Frame(0), tariff.Frame(1)));
        FlopsBudget budget = Budget(good);
        Assert.Equal((5_000_000L, 50_000_000L), (budget.Rate, budget.Capacity));
        Assert.Equal(2_500_000, Load(good).RefillPerFrame(2));
        Assert.Equal(
            $"{PathOfProfile}: budget.watts needs measured.widths.0.joules, got null; run ./sdcom tune on a board with a power sensor, or give macsPerSecond and burstMacs.",
            Assert.Throws<ProfileException>(() => Budget(In("\"watts\": 5"))).Message);
        Assert.StartsWith(
            $"{PathOfProfile}: budget.watts needs a table measured with another, measured is of sample; ",
            Assert.Throws<ProfileException>(() => Load(good).CreateTariff(WidthPolicyTests.Costs, "another")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"macsPerSecond\": 1000", "\"macsPerSecond\": -1", "budget.macsPerSecond must be positive, got -1.")]
    [InlineData("\"burstMacs\": 500", "\"burstMacs\": 0", "budget.burstMacs must be positive, got 0.")]
    [InlineData("\"macsPerSecond\": 1000", "\"gigaMacsPerSecond\": 1", "budget.gigaMacsPerSecond is not a known key; remove it or correct its spelling. A budget is {\"macsPerSecond\": N")]
    [InlineData("\"macsPerSecond\": 1000", "\"macsPerSecond\": \"1G\"", "budget.macsPerSecond must be a number without quotes or unit, got \"1G\". A budget is")]
    [InlineData("\"macsPerSecond\": 1000", "\"macsPerSecond\": 1.5", "budget.macsPerSecond must be a whole number without unit, got 1.5. A budget is")]
    [InlineData("\"macsPerSecond\": 1000", "\"macsPerSecond\": 1000, \"watts\": 5", "budget must have exactly one unit, got macsPerSecond and watts. A budget is")]
    [InlineData("\"macsPerSecond\": 1000, \"burstMacs\": 500", "", "budget must have exactly one unit, got none. A budget is")]
    [InlineData(", \"burstMacs\": 500", "", "budget.burstMacs must be given with macsPerSecond, got none. A budget is")]
    [InlineData("\"macsPerSecond\": 1000", "\"watts\": 5", "budget.burstMacs must be given with macsPerSecond only, got 500. A budget is")]
    [InlineData("\"device\": \"pi5\", ", "", "device missing; add what is missing.")]
    [InlineData("\"threads\": 4", "\"treads\": 4", "treads is not a known key; remove it or correct its spelling.")]
    [InlineData("\"threads\": 4", "\"threads\": 0", "threads must be 1 to 1024, or null for one a core, got 0.")]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"spinning\": 1", "spinning must be true or false, got 1.")]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"affinity\": []", "affinity must hold at least one core, or be null for all, got [].")]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"affinity\": [3, 2]", "affinity must be strictly ascending cores from 0 to 63, got [3, 2].")]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"affinity\": [0, 64]", "affinity must be strictly ascending cores from 0 to 63, got [0, 64].")]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"library\": \"\"", "library must be the path of a libonnxruntime.so, or null for the one beside the program, got \"\".")]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"weights\": \"one\"", "weights must be \"auto\", \"shared\" or \"plain\", got \"one\".")]
    [InlineData("\"threads\": 4", "\"threads\": 4, \"whenMissing\": \"gpu\"", "whenMissing must be \"fail\" or \"cpu\", got \"gpu\".")]
    [InlineData("\"provider\": \"cpu\"", "\"provider\": \"gpu\"", "provider must be one of cpu, cuda, tensorrt, got \"gpu\".")]
    [InlineData("[0, 0.25, 0.5]", "[0, 0.5, 0.25]", "widths must be strictly ascending, got [0, 0.5, 0.25].")]
    [InlineData("[0, 0.25, 0.5]", "[0, 25]", "widths[1] must be a fraction from 0 to 1 in steps of 0.01, got 25.")]
    [InlineData("[0, 0.25, 0.5]", "0.5", "widths must be a list [ ], got 0.5.")]
    [InlineData("\"widenAt\": 70", "\"widenAt\": 90", "limits.temperatureC.widenAt must be below narrowAt, 80, got 90.")]
    [InlineData("\"powerWatts\": null", "\"powerWatts\": null, \"batteryUntil\": \"25:00\"", "limits.batteryUntil must be a local time such as \"18:30\", or null, got \"25:00\".")]
    [InlineData("\"p95Ms\": 5", "\"p95Ms\": 3", "measured.widths.0.p95Ms must be at least medianMs, got 3.")]
    [InlineData("\"2026-01-31T12:00:00Z\"", "\"soon\"", "measured.measuredUtc must be a time such as \"2026-01-31T12:00:00Z\", got \"soon\".")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 9", "formatVersion must be 1, got 9.")]
    [InlineData("[0, 0.25, 0.5]", "[0, null, 0.5]", "widths")]
    public void A_wrong_key_unit_or_value_is_named_in_one_line(string from, string to, string expected)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        string message = Assert.Throws<ProfileException>(() => Load(Good.Replace(from, to, StringComparison.Ordinal))).Message;
        Assert.StartsWith($"{PathOfProfile}: {expected}", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_missing_or_broken_file_is_named()
    {
        Assert.Equal("/no/such.json: the file is missing; give --profile one of device-profiles/*.json.", Assert.Throws<ProfileException>(() => DeviceProfile.Load("/no/such.json")).Message);
        Assert.StartsWith($"{PathOfProfile}: not valid JSON (line 1, byte 1): ", Assert.Throws<ProfileException>(() => Load(string.Empty)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{PathOfProfile}: not valid JSON (line 1, byte 3): ", Assert.Throws<ProfileException>(() => Load("{ oops }")).Message, StringComparison.Ordinal);
        Assert.Equal($"{PathOfProfile}: the file must hold an object {{ }}, got null.", Assert.Throws<ProfileException>(() => Load("null")).Message);
        Assert.Equal($"{PathOfProfile}: the file must be an object {{ }}, got [1].", Assert.Throws<ProfileException>(() => Load("[1]")).Message);
    }

    private static string In(string unit) => Good.Replace("\"macsPerSecond\": 1000, \"burstMacs\": 500", unit);

    private static GatePolicy Policy(DeviceProfile profile) =>
        new(WidthPolicyTests.Costs, 0, profile.AllowedWidths(WidthSet.Default), profile.CreateTariff(WidthPolicyTests.Costs, "sample"));

    private FlopsBudget Budget(string json)
    {
        DeviceProfile profile = Load(json);
        return profile.CreateBudget(Policy(profile), TimeProvider.System);
    }

    private DeviceProfile Load(string json)
    {
        File.WriteAllText(PathOfProfile, json);
        return DeviceProfile.Load(PathOfProfile);
    }
}
