namespace SdCom.Edge.Host.Configuration;

/// <summary>What stands behind a key of <c>sdcom.json</c>.</summary>
internal enum ConfigKind
{
    Text,
    Texts,
    Outputs,
    Number,
    Flag,
}

/// <summary>A key of <c>sdcom.json</c> and the option of <c>run</c> that it stands for.</summary>
/// <param name="Path">The key, with a dot between an object and what is in it.</param>
/// <param name="Option">The option.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Needed">Whether it must be there.</param>
internal sealed record ConfigKey(string Path, string Option, ConfigKind Kind = ConfigKind.Text, bool Needed = false)
{
    /// <summary>All keys. A settings file says what a command line says; whoever reads an option there reads the key, too.</summary>
    public static readonly IReadOnlyList<ConfigKey> All =
    [
        new("model", "--model", Needed: true),
        new("profile", "--profile"),
        new("sources", "--source", ConfigKind.Texts, Needed: true),
        new("outputs", "--output", ConfigKind.Outputs),
        new("threads", "--threads", ConfigKind.Number),
        new("fallBack", "--fall-back", ConfigKind.Flag),
        new("audit", "--audit"),
        new("ledger.file", "--ledger"),
        new("ledger.bytes", "--ledger-bytes"),
        new("ledger.files", "--ledger-files", ConfigKind.Number),
        new("trigger", "--trigger"),
        new("powerSensor", "--power-sensor"),
        new("dashboard.urls", "--urls"),
        new("dashboard.tokenFile", "--token-file"),
        new("dashboard.certificate", "--certificate"),
        new("dashboard.certificateKey", "--certificate-key"),
    ];

    /// <summary>The beginning of environment variables that set keys.</summary>
    public const string VariablePrefix = "SDCOM__";

    /// <summary>Whether it is a list.</summary>
    public bool IsList => Kind is ConfigKind.Texts or ConfigKind.Outputs;

    /// <summary>The variable that sets the key: <c>SDCOM__LEDGER__FILE</c>; of a list, its first entry is <c>SDCOM__SOURCES__0</c>.</summary>
    public string Variable => VariablePrefix + Path.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();
}
