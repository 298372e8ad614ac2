using System.Diagnostics;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Graphs;
using SdCom.Edge.Onnx.Quantising;
using SdCom.Edge.Tests;

namespace SdCom.Edge.Core.Tests.Onnx;

/// <summary>ONNX's own checker (Debian: python3-onnx) reads our files: structure, operators, and shapes inferred anew.</summary>
public sealed class CheckerTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    // full_check infers all shapes and compares them with the declared outputs.
    private const string Check = "import sys, onnx\nfor path in sys.argv[1:]:\n    onnx.checker.check_model(onnx.load(path), full_check=True)\n    print(path)";

    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-checker-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_checker_accepts_every_graph()
    {
        SkipWithoutChecker();
        List<string> files = [];
        foreach (NetworkSpec spec in new[] { SmallNetworks.MobileNet, SmallNetworks.ResNet18, SmallNetworks.StaticShift, SmallNetworks.BothShift, SmallNetworks.Standardised })
        {
            WeightSet weights = RandomWeights.Create(spec, 1);
            string model = Directory.CreateDirectory(Path.Combine(folder, $"{files.Count}")).FullName;
            files.Add(Write(model, ModelFiles.Static, StaticGraph.Build(spec, weights)));
            files.Add(Write(model, ModelFiles.Fusion, FusionGraph.Build(spec, weights)));
            // ResNet-18's wider graphs differ in numbers only and are tens of megabytes.
            foreach (Width width in spec == SmallNetworks.ResNet18 ? [new Width(25)] : spec.Widths.NonZero)
                files.Add(Write(model, ModelFiles.Dynamic(width), DynamicGraph.Build(spec, width, weights)));
        }

        (int exit, string output) = Run(["-c", Check, .. files]);
        Assert.True(exit == 0, output);
        Assert.Equal(files, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_checker_accepts_quantised_graphs()
    {
        SkipWithoutChecker();
        List<string> files = [];
        foreach (NetworkSpec spec in new[] { SmallNetworks.MobileNet, SmallNetworks.ResNet18, SmallNetworks.BothShift, SmallNetworks.Standardised })
        {
            WeightSet weights = RandomWeights.Create(spec, 1);
            files.Add(Write(folder, $"static-{files.Count}.onnx", Quantising.QdqRewriterTests.Rewrite(StaticGraph.Build(spec, weights))));
            files.Add(Write(folder, $"dynamic-{files.Count}.onnx", Quantising.QdqRewriterTests.Rewrite(DynamicGraph.Build(spec, new Width(25), weights))));
        }

        (int exit, string output) = Run(["-c", Check, .. files]);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void The_checker_accepts_half_precision_graphs()
    {
        SkipWithoutChecker();
        List<string> files = [];
        foreach (NetworkSpec spec in new[] { SmallNetworks.MobileNet, SmallNetworks.ResNet18, SmallNetworks.BothShift, SmallNetworks.Standardised })
        {
            WeightSet weights = RandomWeights.Create(spec, 1);
            files.Add(Write(folder, $"static-{files.Count}.onnx", HalfRewriter.Rewrite(StaticGraph.Build(spec, weights))));
            files.Add(Write(folder, $"dynamic-{files.Count}.onnx", HalfRewriter.Rewrite(DynamicGraph.Build(spec, new Width(25), weights))));
        }

        (int exit, string output) = Run(["-c", Check, .. files]);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void A_window_of_one_frame_is_a_graph_too()
    {
        SkipWithoutChecker();
        NetworkSpec spec = NetworkSpec.Create(SmallNetworks.MobileNet.Description with { Segments = 1 }, SmallNetworks.Classes);
        string file = Write(folder, ModelFiles.Fusion, FusionGraph.Build(spec, RandomWeights.Create(spec, 1)));
        (int exit, string output) = Run(["-c", Check, file]);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void The_checker_accepts_the_shipped_models()
    {
        SkipWithoutChecker();
        string[] files = [.. Shipped().SelectMany(model => Directory.GetFiles(model, "*.onnx")).Order()];
        if (files.Length == 0)
            Assert.Skip("models/ holds no package.");
        (int exit, string output) = Run(["-c", Check, .. files]);
        Assert.True(exit == 0, output);
    }

    // The folders of models/ at the repository's root, found by walking up.
    private static string[] Shipped()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SdCom.Edge.sln")))
                return Directory.Exists(Path.Combine(at.FullName, "models")) ? Directory.GetDirectories(Path.Combine(at.FullName, "models")) : [];
        }

        return [];
    }

    private static string Write(string folder, string name, SdCom.Edge.Onnx.Format.ModelProto model)
    {
        string path = Path.Combine(folder, name);
        OnnxFile.Write(path, model);
        return path;
    }

    private static void SkipWithoutChecker()
    {
        if (!File.Exists(Python) || Run(["-c", "import onnx"]).Exit != 0)
            Assert.Skip("python3-onnx is not installed (apt-get install python3-onnx).");
    }

    private static (int Exit, string Output) Run(string[] arguments)
    {
        ProcessStartInfo start = new(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing of another Python on the path: the checker is the distribution's.
        start.Environment.Remove("PYTHONPATH");
        start.Environment.Remove("PYTHONHOME");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
