using System.Text.Json;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

public class QuantizeTests(Models models)
{
    [Fact]
    public void An_INT8_package_is_whole_smaller_and_answers_nearly_the_same()
    {
        string made = models.NewPath();
        byte[] before = File.ReadAllBytes(models.Small.PathOf(ModelFiles.Manifest));
        JsonElement report = HostProcess.Json(
            "quantize", "--model", models.Small.Directory, "--clips", List(), "--subset", "train", "--calibration-clips", "2", "--validation-subset", "test", "--out", made, "--threads", "1");

        Assert.Equal(2, report.GetProperty("calibrationClips").GetInt32());
        Assert.InRange(report.GetProperty("bytesAfter").GetDouble() / report.GetProperty("bytesBefore").GetDouble(), 0.2, 0.6);
        Assert.Equal(1, report.GetProperty("validation").GetProperty("clips").GetInt32());
        ModelPackage package = ModelPackage.Load(made);
        Assert.Equal("int8", package.Manifest.Precision!.Kind);
        Assert.Equal("int8", package.Manifest.Precision.CurveOf);
        Assert.Equal(models.Small.Manifest.Curve.Select(point => point.Price), package.Manifest.Curve.Select(point => point.Price));
        Assert.Contains("made by `sdcom quantize`", File.ReadAllText(package.PathOf(ModelFiles.Card)), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(models.Small.PathOf(ModelFiles.Manifest)));
        Assert.Null(models.Small.Manifest.Precision);
        Assert.DoesNotContain("\"precision\"", File.ReadAllText(models.Small.PathOf(ModelFiles.Manifest)), StringComparison.Ordinal);
        AnswersNearlyTheSame(models.Small, package, cosine: 0.97);
        using Engine sharing = new(new EngineSettings("cpu", 1) { Weights = WeightSharing.Shared });
        using Nets nets = Nets.Load(package, sharing);
        Assert.Equal("plain: the filters of int8 packages are scaled and rounded for each width", nets.Dynamic.Weights.ToString());

        // Once is enough, and a second run replaces the package.
        BadInputTests.Refused(1, "precision is int8 already", "quantize", "--model", made, "--clips", List(), "--out", models.NewPath());
    }

    [Fact]
    public void Temporal_shift_keeps_its_float_states()
    {
        string made = models.NewPath();
        HostProcess.Json("quantize", "--model", models.Shifting.Directory, "--clips", List(), "--calibration-clips", "3", "--out", made, "--threads", "1");
        ModelPackage package = ModelPackage.Load(made);
        Assert.Equal("float32", package.Manifest.Precision!.CurveOf);
        Assert.Equal(models.Shifting.Manifest.Baseline, package.Manifest.Baseline);
        AnswersNearlyTheSame(models.Shifting, package, cosine: 0.94); // the state carries a frame's error on to the next
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_FP16_package_needs_no_clips_and_answers_the_same(bool shifting)
    {
        ModelPackage exact = shifting ? models.Shifting : models.Small;
        string made = models.NewPath();
        JsonElement report = HostProcess.Json("quantize", "--precision", "fp16", "--model", exact.Directory, "--out", made, "--threads", "1");
        Assert.InRange(report.GetProperty("bytesAfter").GetDouble() / report.GetProperty("bytesBefore").GetDouble(), 0.5, 0.8); // gate and fusion stay as they are
        Assert.InRange(report.GetProperty("logitChange").GetDouble(), 1e-7, 0.01);
        ModelPackage package = ModelPackage.Load(made);
        Assert.Equal(new PrecisionNote("fp16", "float32"), package.Manifest.Precision);
        Assert.DoesNotContain("calibration", File.ReadAllText(package.PathOf(ModelFiles.Manifest)), StringComparison.Ordinal);
        AnswersNearlyTheSame(exact, package, cosine: 0.9999);
        BadInputTests.Refused(1, "precision is fp16 already", "quantize", "--model", made, "--clips", List(), "--out", models.NewPath());
    }

    [Fact]
    public void An_FP16_package_is_measured_where_clips_are_given()
    {
        string made = models.NewPath();
        JsonElement report = HostProcess.Json("quantize", "--precision", "fp16", "--model", models.Small.Directory, "--clips", List(), "--validation-subset", "test", "--out", made, "--threads", "1");
        JsonElement top1 = report.GetProperty("validation").GetProperty("fullWidth");
        Assert.Equal(top1.GetProperty("float32").GetDouble(), top1.GetProperty("quantised").GetDouble());
        Assert.Equal(new PrecisionNote("fp16", "fp16"), ModelPackage.Load(made).Manifest.Precision);
    }

    [Fact]
    public void Bad_inputs_are_one_line()
    {
        BadInputTests.Refused(2, "--precision must be int8 or fp16, got 'fp8'", "quantize", "--model", models.Small.Directory, "--precision", "fp8", "--out", models.NewPath());
        BadInputTests.Refused(2, "--clips is missing: int8 is calibrated on clips", "quantize", "--model", models.Small.Directory, "--out", models.NewPath());
        BadInputTests.Refused(2, "--clips is missing: accuracy is measured on clips", "quantize", "--model", models.Small.Directory, "--precision", "fp16", "--validation-subset", "test", "--out", models.NewPath());
        string list = List();
        BadInputTests.Refused(2, "--out must be another folder", "quantize", "--model", models.Small.Directory, "--clips", list, "--out", models.Small.Directory + "/");
        BadInputTests.Refused(2, "--ranges must be one of mse, percentile, minmax, got 'entropy'", "quantize", "--model", models.Small.Directory, "--clips", list, "--out", models.NewPath(), "--ranges", "entropy");
        BadInputTests.Refused(2, "--calibration-clips must be positive, got 0", "quantize", "--model", models.Small.Directory, "--clips", list, "--out", models.NewPath(), "--calibration-clips", "0");
        BadInputTests.Refused(2, "something else than a model package", "quantize", "--model", models.Small.Directory, "--clips", list, "--out", Path.GetDirectoryName(list)!);
        BadInputTests.Refused(1, "no clip has the subject or source 'Eve'; there are Ann, Ben", "quantize", "--model", models.Small.Directory, "--clips", list, "--out", models.NewPath(), "--validation-subjects", "Eve");
        string missing = models.NewPath(".csv");
        File.WriteAllText(missing, "path,label\nmissing.mp4,hover\n");
        string made = models.NewPath();
        BadInputTests.Refused(1, "none of the 1 calibration clips could be read", "quantize", "--model", models.Small.Directory, "--clips", missing, "--out", made);
        Assert.False(Directory.Exists(made)); // nothing half-written
    }

    // Features on pictures that calibration has not seen, by the cosine of the angle between float32's and INT8's.
    private void AnswersNearlyTheSame(ModelPackage exact, ModelPackage quantised, double cosine)
    {
        using Nets a = new(exact, models.Engine);
        using Nets b = Nets.Load(quantised, models.Engine); // checks the parity vector
        for (int width = 1; width < exact.Network.Widths.Count; width++)
        {
            StreamState streamA = new(exact.Network), streamB = new(exact.Network);
            for (int frame = 0; frame < 3; frame++)
            {
                ParityPicture.Fill(7, frame, a.Image);
                ParityPicture.Fill(7, frame, b.Image);
                a.Static.Run(streamA);
                b.Static.Run(streamB);
                Near(a.Static.Primary.Span, b.Static.Primary.Span, cosine);
                a.Dynamic.Run(width, streamA);
                b.Dynamic.Run(width, streamB);
                Near(a.Dynamic.Supplementary.Span, b.Dynamic.Supplementary.Span, cosine);
            }
        }
    }

    private static void Near(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double cosine)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }

        Assert.InRange(ab / Math.Sqrt(aa * bb), cosine, 1.0001); // the weights are random and two clips say little of these pictures
        Assert.InRange(Math.Sqrt(bb / aa), 0.9, 1.1);
    }

    private string List()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        (string Label, string Subject, string Subset)[] clips = [("hover", "Ann", "train"), ("land", "Ben", "train"), ("wave_off", "Ann", "test")];
        foreach ((string label, _, _) in clips)
            Pictures.WriteClip(Path.Combine(folder, $"{label}.mp4"), label);
        string list = Path.Combine(folder, "clips.csv");
        File.WriteAllText(list, $"path,label,subject,subset\n{string.Concat(clips.Select(clip => $"{clip.Label}.mp4,{clip.Label},{clip.Subject},{clip.Subset}\n"))}");
        return list;
    }
}
