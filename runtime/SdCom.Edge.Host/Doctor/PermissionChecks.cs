using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Machine;

namespace SdCom.Edge.Host.Doctor;

/// <summary>Device files below a root.</summary>
internal static class DeviceNodes
{
    /// <summary>Those of a pattern such as <c>video*</c>, in order.</summary>
    public static string[] Of(string root, string pattern)
    {
        string folder = Path.Combine(root, "dev", Path.GetDirectoryName(pattern) ?? string.Empty);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)] : [];
    }
}

/// <summary>Whether this user may use the devices that are there, and which group would let him.</summary>
/// <param name="root">The root of the file system.</param>
/// <param name="rights">Who looks.</param>
internal sealed class PermissionChecks(string root, UserRights rights)
{
    // What the udev rules of a bundle set, too.
    private static readonly (string Pattern, string Group)[] Devices =
    [
        ("video*", "video"), ("dri/renderD*", "render"), ("ttyUSB*", "dialout"), ("ttyACM*", "dialout"), ("ttyTHS*", "dialout"), ("gpiochip*", "gpio"), ("i2c-*", "i2c"),
    ];

    private static readonly string[] Groups = [.. Devices.Select(device => device.Group).Distinct()];

    public DoctorCheck All()
    {
        (string Node, string Group)[] found = [.. Devices.SelectMany(device => DeviceNodes.Of(root, device.Pattern).Select(node => (node, device.Group)))];
        (string Node, string Group)[] closed = [.. found.Where(device => !rights.MayUse(device.Node))];
        string[] member = [.. Groups.Where(rights.Groups.Contains)];
        string who = $"{rights.Name} is in {(member.Length > 0 ? string.Join(", ", member) : $"none of {string.Join(", ", Groups)}")}";
        if (closed.Length == 0)
            return Check.Ok("permissions", found.Length == 0 ? $"{who}; no device is there that needs it" : $"{who}; {string.Join(", ", found.Select(device => device.Node))} may be used");
        return Check.Warn(
            "permissions",
            $"{who}; not to be used: {string.Join(", ", closed.Select(device => $"{device.Node} (group {rights.GroupOf(device.Node) ?? "unknown"})"))}",
            string.Join(" ", closed.Select(device => FixOf(rights, device.Node, device.Group)).Distinct()));
    }

    /// <summary>How somebody gets to use a device.</summary>
    /// <param name="rights">Who wants to.</param>
    /// <param name="node">The device.</param>
    /// <param name="group">The group that it belongs to by our udev rules.</param>
    public static string FixOf(UserRights rights, string node, string group)
    {
        string? owner = rights.GroupOf(node);
        if (owner is null or "root" || !rights.Exists(owner))
            return $"sudo groupadd -f {group} && sudo cp {Shipped.UdevRules} /etc/udev/rules.d/ && sudo udevadm control --reload && sudo udevadm trigger, then sudo usermod -aG {group} {rights.Name}, and log in again.";
        return rights.Groups.Contains(owner)
            ? $"sudo chmod g+rw {node}: its group {owner} may not use it."
            : $"sudo usermod -aG {owner} {rights.Name}, then log in again.";
    }
}
