using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Core.Tests.Packages;

public sealed class ModelPackageTests : IDisposable
{
    private readonly SamplePackage sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void What_is_written_is_read_back_equal()
    {
        ModelPackage package = ModelPackage.Load(sample.Directory);
        ModelManifest expected = SamplePackage.Manifest();
        Assert.Equal(expected.Classes, package.Manifest.Classes);
        Assert.Equal(expected.NoAction, package.Manifest.NoAction);
        Assert.Equal(expected.Widths, package.Manifest.Widths);
        Assert.Equal(expected.Macs.Dynamic, package.Manifest.Macs.Dynamic);
        Assert.Equal(expected.Curve[1].WidthShare, package.Manifest.Curve[1].WidthShare);
        Assert.Equal(expected.Curve[1].MacsPerFrame, package.Manifest.Curve[1].MacsPerFrame);
        Assert.Equal(expected.Parity.Cases[1].Logits, package.Manifest.Parity.Cases[1].Logits);
        Assert.Equal(expected.Provenance.CreatedUtc, package.Manifest.Provenance.CreatedUtc);
        Assert.Equal(package.Costs.FullFrame, package.Manifest.Baseline.MacsPerFrame);
        Assert.Equal(["static.onnx", "dynamic-w025.onnx", "dynamic-w100.onnx", "fusion.onnx", "labels.txt"], package.Manifest.Files.Keys);
    }

    [Fact]
    public void Writing_replaces_the_older_package_and_leaves_nothing_beside_it()
    {
        sample.Write(SamplePackage.Manifest() with { Temperature = 2 });
        Assert.Equal(2, ModelPackage.Load(sample.Directory).Manifest.Temperature);
        Assert.Equal([sample.Directory], Directory.GetFileSystemEntries(Path.GetDirectoryName(sample.Directory)!));
    }

    [Fact]
    public void Fit_and_exposure_stand_in_the_manifest_unless_they_are_the_defaults()
    {
        string plain = File.ReadAllText(sample.ManifestPath);
        sample.Write(SamplePackage.Manifest(fit: "crop", exposure: "asIs"));
        Assert.Equal(plain, File.ReadAllText(sample.ManifestPath));
        Assert.DoesNotContain("\"fit\"", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("\"exposure\"", plain, StringComparison.Ordinal);
        Assert.Equal(PictureFit.Crop, ModelPackage.Load(sample.Directory).Network.Fit);

        sample.Write(SamplePackage.Manifest(fit: "stretch", exposure: "standardised"));
        ModelPackage package = ModelPackage.Load(sample.Directory);
        Assert.Equal((PictureFit.Stretch, true, "none"), (package.Network.Fit, package.Network.Standardises, package.Manifest.Input.Crop));
        sample.Edit(ModelFiles.Manifest, "\"crop\": \"none\"", "\"crop\": \"centerSquare\"");
        Assert.StartsWith($"{sample.ManifestPath}: input.crop must be \"none\" for network.fit stretch, got \"centerSquare\"; ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_write_keeps_the_older_package()
    {
        Assert.Throws<PackageException>(() => sample.Write(SamplePackage.Manifest() with { Temperature = -2 }));
        Assert.Throws<IOException>(() => ModelPackage.Write(sample.Directory, SamplePackage.Manifest(), _ => throw new IOException("disk full")));
        Assert.Equal(1.5, ModelPackage.Load(sample.Directory).Manifest.Temperature);
        Assert.Equal([sample.Directory], Directory.GetFileSystemEntries(Path.GetDirectoryName(sample.Directory)!));
    }

    [Fact]
    public void A_missing_folder_or_file_is_named()
    {
        Assert.Equal("/no/such: no such model package; give --model the folder that holds manifest.json.", Refusal("/no/such"));
        File.Delete(Path.Combine(sample.Directory, "fusion.onnx"));
        Assert.Equal($"{sample.Directory}/fusion.onnx: the file is missing; copy or export the model again.", Refusal());
        File.Delete(sample.ManifestPath);
        Assert.Equal($"{sample.ManifestPath}: the file is missing; give --model a folder made by ./sdcom export.", Refusal());
    }

    [Fact]
    public void An_interrupted_replacement_says_where_the_older_package_lies()
    {
        string previous = Path.Combine(Path.GetDirectoryName(sample.Directory)!, ".sample.previous");
        Directory.Move(sample.Directory, previous);
        Assert.Equal($"{sample.Directory}: the model package is missing, an export was interrupted; rename '{previous}' back or export again.", Refusal());
    }

    [Fact]
    public void A_truncated_or_edited_graph_is_refused()
    {
        string path = Path.Combine(sample.Directory, "static.onnx");
        string graph = File.ReadAllText(path);
        File.WriteAllText(path, graph[..^1]);
        Assert.Equal($"{path}: must have 21 bytes, got 20; the file is truncated or edited, copy or export the model again.", Refusal());
        File.WriteAllText(path, graph.Replace('g', 'G'));
        Assert.StartsWith($"{path}: SHA-256 must be ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Edited_labels_are_refused()
    {
        sample.Edit(ModelFiles.Labels, "wave", "fawn");
        Assert.Contains("labels.txt: SHA-256 must be", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"name\": \"sample\"", "\"nmae\": \"sample\"", "nmae is not a known key")]
    [InlineData("\"size\": 64", "\"pixels\": 64", "input.pixels is not a known key")]
    [InlineData("  \"temperature\": 1.5,\n", "", "temperature missing")]
    [InlineData("\"temperature\": 1.5", "\"temperature\": \"warm\"", "temperature must be a number without quotes or unit, got \"warm\".")]
    [InlineData("\"size\": 64", "\"size\": 64.5", "input.size must be a whole number without unit, got 64.5.")]
    [InlineData("\"temperature\": 1.5", "\"temperature\": null", "temperature must be a number without quotes or unit, got null.")]
    [InlineData("\"name\": \"sample\"", "\"name\": null", "name must not be null")]
    [InlineData("\"name\": \"sample\"", "\"name\": 3", "name must be a text in quotes, got 3.")]
    [InlineData("\"bytes\": 21", "\"bytes\": \"many\"", "files.static.onnx.bytes must be a number without quotes or unit, got \"many\".")]
    [InlineData("\"temperature\": 1.5", "\"temperature\": -1", "temperature must be positive, got -1; ")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "formatVersion must be 1, got 2; use a program of the model's version")]
    [InlineData("\"name\": \"sample\"", "\"name\": \"sample\", \"name\": \"again\"", "name is given twice")]
    [InlineData("\"class\": \"idle\"", "\"class\": \"sleep\"", "noAction.class must be null or one of idle, wave, point, got \"sleep\"")]
    [InlineData("\"segmentIntervalMs\": 320", "\"segmentIntervalMs\": 0", "segmentIntervalMs must be 1 to 60000, got 0")]
    [InlineData("\"dynamic\": \"mobilenetv2-1.0\"", "\"dynamic\": \"vgg\"", "network.dynamic must be one of")]
    [InlineData("\"gateHidden\": 128", "\"gateHidden\": 64", "macs.gate must be ")]
    [InlineData("\"segments\": 4\n  }", "\"segments\": 4, \"fit\": \"squeeze\"\n  }", "network.fit must be crop or stretch, got 'squeeze'.")]
    [InlineData("\"segments\": 4\n  }", "\"segments\": 4, \"exposure\": \"bright\"\n  }", "network.exposure must be asIs or standardised, got 'bright'.")]
    [InlineData("\"crop\": \"centerSquare\"", "\"crop\": \"none\"", "input.crop must be \"centerSquare\" for network.fit crop, got \"none\"")]
    [InlineData("\"price\": 4", "\"price\": -4", "curve[0].price must be 0 or more, got -4")]
    [InlineData("\"price\": 0,", "\"price\": 9,", "curve[1].price must not rise")]
    [InlineData("\"frames\": 2", "\"frames\": 0", "parity.frames must be 1 to 1000, got 0")]
    [InlineData("\"colorOrder\": \"rgb\"", "\"colorOrder\": \"bgr\"", "input.colorOrder must be \"rgb\", got \"bgr\"")]
    [InlineData("{\n  \"formatVersion\"", "{\n  formatVersion\"", "not valid JSON (line 2, byte 3): ")]
    public void A_wrong_key_or_value_is_named_in_one_line(string from, string to, string expected)
    {
        sample.Edit(ModelFiles.Manifest, from, to);
        string message = Refusal();
        Assert.StartsWith($"{sample.ManifestPath}: {expected}", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private string Refusal(string? directory = null) => Assert.Throws<PackageException>(() => ModelPackage.Load(directory ?? sample.Directory)).Message;
}
