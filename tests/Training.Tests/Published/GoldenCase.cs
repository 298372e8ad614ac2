using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>Marks the test that reads every file of a case of shared/golden; <see cref="CoverageTests"/> fails for a case that no test has.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GoldenCaseAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>One case of shared/golden: its arrays, its tolerances, and at the end the promise that nothing in it was left unread.</summary>
internal sealed partial class GoldenCase
{
    private readonly HashSet<string> unread;
    private readonly JsonElement index;
    private readonly string name;

    public GoldenCase(string name)
    {
        this.name = name;
        string file = Golden.Require("golden/index.json");
        using JsonDocument all = JsonDocument.Parse(File.ReadAllText(file));
        index = all.RootElement.GetProperty("cases").GetProperty(name).Clone();
        unread = [.. Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(file)!, name)).Select(f => Path.GetFileName(f)!)];
    }

    public Tensor Npy(string array)
    {
        unread.Remove(array + ".npy");
        return Golden.Npy($"{name}/{array}");
    }

    public double Number(string array) => Npy(array).ToDouble();

    public Dictionary<string, Tensor> Set(string file)
    {
        unread.Remove(file + ".safetensors");
        return Golden.Safetensors($"{name}/{file}");
    }

    public double Setting(string key) => index.GetProperty("settings").GetProperty(key).GetDouble();

    /// <summary>The absolute and relative tolerance that index.json gives, such as "abs 1e-5 + rel 1e-5".</summary>
    public (double Absolute, double Relative) Tolerance(string key)
    {
        string text = index.GetProperty("tolerance").GetProperty(key).GetString()!;
        return (Read(text, "abs"), Read(text, "rel"));
    }

    /// <summary>Holds a tensor to an array of the case.</summary>
    public void Near(string array, Tensor actual, string tolerance)
    {
        (double absolute, double relative) = Tolerance(tolerance);
        try
        {
            Golden.Near(Npy(array), actual, absolute, relative);
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{name}/{array}: {e.Message}");
        }
    }

    /// <summary>
    /// Holds gradients to a set of the case, by name, each tensor within a share of its own largest number. A bias in front of a batch-norm has no
    /// gradient: what is there is rounding, and must be no more than that.
    /// </summary>
    public void NearMaximum(string file, Func<string, Tensor> actual, double share)
    {
        foreach ((string tensor, Tensor expected) in Set(file))
        {
            double largest = expected.abs().max().ToDouble();
            double distance = Distance(expected, actual(tensor));
            Assert.True(distance <= (largest < 1e-6 ? 2e-6 : share * largest), $"{name}/{file}: {tensor} by {distance:g3} of {largest:g3}");
        }
    }

    /// <summary>Fails when a file of the case was not read.</summary>
    public void AssertAllRead() => Assert.Empty(unread);

    public static double Distance(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        return (expected - actual.detach()).abs().max().ToDouble();
    }

    /// <summary>Copies published tensors into a network of ours, all of them and no others.</summary>
    public static void Fill(NamedTensors named, Dictionary<string, Tensor> published, WidthSet widths)
    {
        using IDisposable off = no_grad();
        Assert.Equal(published.Keys.Order(StringComparer.Ordinal), named.Entries.Select(e => PublishedNames.Of(e.Name, widths)).Order(StringComparer.Ordinal));
        foreach ((string ours, Tensor value) in named.Entries)
            value.copy_(published[PublishedNames.Of(ours, widths)]);
    }

    /// <summary>A network's tensors under their published names.</summary>
    public static Dictionary<string, Tensor> Published(NamedTensors named, WidthSet widths) =>
        named.Entries.ToDictionary(e => PublishedNames.Of(e.Name, widths), e => e.Value);

    private static double Read(string text, string kind) =>
        Number().Match(text) is { Success: true } && Regex.Match(text, kind + @" (\d[\de.-]*)") is { Success: true } match
            ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(@"\d")]
    private static partial Regex Number();
}
