using System.Globalization;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Machine;

namespace SdCom.Edge.Host.Doctor;

/// <summary>Whether the clocks can be trusted: the wall clock for time stamps and certificates, the steady one for budgets and deadlines.</summary>
internal static class ClockCheck
{
    private const double LargestDrift = 0.2; // over a tenth of a second; clocks that differ so much are broken, not imprecise
    private const string Set = "sudo timedatectl set-ntp true (package systemd-timesyncd), or install chrony.";

    // No clock that is right shows a time before this program was written.
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DoctorCheck Of(ClockFacts clock)
    {
        string now = clock.Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string source = clock.Source is null ? string.Empty : $", counted by {clock.Source}";
        if (!clock.IsSteady)
            return Check.Fail("clock", $"the steady clock goes back{source}: budgets and deadlines cannot be kept", "choose another one: echo another of available_clocksource to /sys/devices/system/clocksource/clocksource0/current_clocksource, or update the kernel.");
        if (Math.Abs(clock.SteadyRate - 1) > LargestDrift)
            return Check.Warn("clock", string.Create(CultureInfo.InvariantCulture, $"the steady clock ran {clock.SteadyRate:0.00} times as fast as the wall clock{source}"), "look again: somebody may have set the clock just now; if it stays, choose another clock source.");
        if (clock.Now < Written)
            return Check.Warn("clock", $"it shows {now} UTC, which is past: time stamps and certificates are wrong", $"{Set} A board without a battery for its clock starts in the past.");
        return clock.IsSynchronised switch
        {
            true => Check.Ok("clock", string.Create(CultureInfo.InvariantCulture, $"{now} UTC, set by the network to {clock.MaxError.TotalMilliseconds:0} ms{source}")),
            false => Check.Warn("clock", $"{now} UTC, and nothing sets it{source}: time stamps drift; recognition and budgets do not need it", Set),
            null => Check.Skipped("clock", $"{now} UTC; the kernel does not tell whether it is set{source}"),
        };
    }
}
