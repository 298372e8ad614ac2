using System.Globalization;

namespace SdCom.Edge.Core.Profiles;

/// <summary>Checks every value of a profile.</summary>
internal static class ProfileCheck
{
    private const int MostCores = 64; // the mask that .NET gives to the kernel has as many bits

    private static readonly string[] Providers = ["cpu", "cuda", "tensorrt"];

    /// <exception cref="ProfileException">A value does not fit; the message is one line.</exception>
    public static void Check(DeviceProfile profile)
    {
        Require(profile.FormatVersion == DeviceProfile.CurrentFormat, "formatVersion", $"be {DeviceProfile.CurrentFormat}", profile.FormatVersion);
        Require(profile.Device.Trim().Length > 0, "device", "not be empty", "\"\"");
        Require(profile.Engine == "onnxruntime", "engine", "be \"onnxruntime\"", $"\"{profile.Engine}\"");
        Require(Providers.Contains(profile.Provider), "provider", $"be one of {string.Join(", ", Providers)}", $"\"{profile.Provider}\"");
        Require(profile.Threads is null or (>= 1 and <= 1024), "threads", "be 1 to 1024, or null for one a core", profile.Threads);
        Require(profile.Affinity is null or { Count: > 0 }, "affinity", "hold at least one core, or be null for all", "[]");
        bool coresAscend = profile.Affinity is null || (profile.Affinity.Distinct().Order().SequenceEqual(profile.Affinity) && profile.Affinity.All(core => core is >= 0 and < MostCores));
        Require(coresAscend, "affinity", $"be strictly ascending cores from 0 to {MostCores - 1}", $"[{string.Join(", ", profile.Affinity ?? [])}]");
        Require(profile.Library is null || profile.Library.Trim().Length > 0, "library", "be the path of a libonnxruntime.so, or null for the one beside the program", "\"\"");
        Require(profile.Weights is null or "auto" or "shared" or "plain", "weights", "be \"auto\", \"shared\" or \"plain\"", $"\"{profile.Weights}\"");
        Require(profile.WhenMissing is null or "fail" or "cpu", "whenMissing", "be \"fail\" or \"cpu\"", $"\"{profile.WhenMissing}\"");
        Require(profile.Widths is null or { Count: > 0 }, "widths", "hold at least one width, or be null for all", "[]");
        Require(profile.Widths is null || profile.Widths.Distinct().Order().SequenceEqual(profile.Widths), "widths", "be strictly ascending", $"[{string.Join(", ", profile.Widths ?? [])}]");
        Positive("targetFps", profile.TargetFps);
        Positive("deadlineMs", profile.DeadlineMs);
        Require(profile.DeadlineMs is null || profile.Measured is not null, "deadlineMs", "be null while measured is null", profile.DeadlineMs);
        Budget(profile.Budget);
        Limit("limits.temperatureC", profile.Limits?.TemperatureC);
        Limit("limits.powerWatts", profile.Limits?.PowerWatts);
        string? until = profile.Limits?.BatteryUntil;
        bool isTime = TimeOnly.TryParseExact(until, DeviceLimits.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        Require(until is null || isTime, "limits.batteryUntil", "be a local time such as \"18:30\", or null", $"\"{until}\"");
        foreach ((Width width, MeasuredWidth measured) in profile.Measured?.Widths ?? new Dictionary<Width, MeasuredWidth>())
        {
            Positive($"measured.widths.{width}.medianMs", measured.MedianMs);
            Positive($"measured.widths.{width}.joules", measured.Joules);
            Require(double.IsFinite(measured.P95Ms) && measured.P95Ms >= measured.MedianMs, $"measured.widths.{width}.p95Ms", "be at least medianMs", measured.P95Ms);
        }

        void Budget(BudgetLimit budget)
        {
            string[] units = [.. new (string Key, bool Given)[]
            {
                ("macsPerSecond", budget.MacsPerSecond is not null),
                ("millisecondsPerFrame", budget.MillisecondsPerFrame is not null),
                ("watts", budget.Watts is not null),
            }.Where(unit => unit.Given).Select(unit => unit.Key)];
            Require(units.Length == 1, "budget", "have exactly one unit", units.Length == 0 ? "none" : string.Join(" and ", units), BudgetLimit.Help);
            Positive("budget.macsPerSecond", budget.MacsPerSecond);
            Positive("budget.burstMacs", budget.BurstMacs);
            Positive("budget.millisecondsPerFrame", budget.MillisecondsPerFrame);
            Positive("budget.watts", budget.Watts);
            Require(budget.MacsPerSecond is null || budget.BurstMacs is not null, "budget.burstMacs", "be given with macsPerSecond", "none", BudgetLimit.Help);
            Require(budget.MacsPerSecond is not null || budget.BurstMacs is null, "budget.burstMacs", "be given with macsPerSecond only", budget.BurstMacs, BudgetLimit.Help);
        }

        void Limit(string key, HysteresisLimit? limit)
        {
            Positive($"{key}.narrowAt", limit?.NarrowAt);
            Positive($"{key}.widenAt", limit?.WidenAt);
            Require(limit is null || limit.WidenAt < limit.NarrowAt, $"{key}.widenAt", $"be below narrowAt, {limit?.NarrowAt}", limit?.WidenAt);
        }

        void Positive(string key, double? value) => Require(value is null || (value > 0 && double.IsFinite(value.Value)), key, "be positive", value);

        void Require(bool condition, string key, string must, object? value, string? help = null)
        {
            if (!condition)
                throw new ProfileException(FormattableString.Invariant($"{profile.Path}: {key} must {must}, got {value}.") + (help is null ? string.Empty : " " + help));
        }
    }
}
