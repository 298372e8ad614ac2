namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Device profiles for tests.</summary>
internal static class Profiles
{
    /// <summary>Writes a profile of one thread with some more keys and returns its path.</summary>
    public static string Write(Models models, string keys, string provider = "cpu", string threads = "1")
    {
        string path = models.NewPath(".json");
        File.WriteAllText(path, $$"""
            { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "{{provider}}", "threads": {{threads}}, {{keys}},
              "widths": null, "targetFps": null, "budget": { "macsPerSecond": 100000000, "burstMacs": 200000000 }, "deadlineMs": null, "limits": null, "measured": null }
            """);
        return path;
    }
}
