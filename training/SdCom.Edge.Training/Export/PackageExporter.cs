using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Graphs;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Export;

/// <summary>Where to take a model from and where to put it.</summary>
public sealed record ExportRequest
{
    /// <summary>The folder of a finished training run.</summary>
    public required string Run { get; init; }

    /// <summary>The package's folder, such as <c>models/marshalling</c>.</summary>
    public required string Output { get; init; }

    /// <summary>The model's name; the output folder's when null.</summary>
    public string? Name { get; init; }

    /// <summary>A run of the published method to show beside this one.</summary>
    public string? FaithfulRun { get; init; }

    /// <summary>A Markdown file about the data, its licences and limits, for the card.</summary>
    public string? Notes { get; init; }
}

/// <summary>Makes a model package of a training run.</summary>
public static class PackageExporter
{
    /// <summary>Writes the package aside, checks it, and puts it in place by renaming.</summary>
    /// <exception cref="InputException">The run is not finished or its files do not belong together; the message is one line.</exception>
    public static ModelPackage Export(ExportRequest request, TimeProvider time)
    {
        Recipe recipe = RunReader.ReadRecipe(request.Run);
        if (recipe.Network.ShiftMode == "bidirectional")
            throw new InputException($"{Path.Combine(request.Run, "recipe.json")}: network.shiftMode bidirectional needs the frame after, which a device does not have yet; train with causal to export.");
        if (recipe.Network.Pooling is not null)
            throw new InputException($"{Path.Combine(request.Run, "recipe.json")}: network.pooling runningMaximum is to compare with only; train with motion to export.");
        CardRun run = RunReader.Read(request.Run, recipe);
        string weightsPath = Path.Combine(request.Run, "weights.safetensors");
        using SdComNetwork network = new(run.Network, recipe.Seed);
        network.Load(weightsPath);
        WeightSet weights = Safetensors.Read(weightsPath);

        CardFacts facts = new()
        {
            Name = request.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Output))),
            Run = run,
            Faithful = request.FaithfulRun is { } folder ? RunReader.Read(folder, RunReader.ReadRecipe(folder)) : null,
            Data = RunReader.Short(recipe.Data.Clips),
            Split = RunReader.Split(recipe.Data),
            Seed = recipe.Seed,
            SegmentIntervalMs = recipe.Data.IntervalMs,
            Recipe = RunReader.Describe(recipe),
            Notes = request.Notes is { } notes ? ReadNotes(notes) : null,
        };
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset wholeSecond = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        ModelManifest manifest = ManifestWriter.Create(facts, ParityVectorWriter.Create(network), wholeSecond);
        return ModelPackage.Write(request.Output, manifest, aside =>
        {
            WriteGraphs(aside, run.Network, weights);
            File.WriteAllText(Path.Combine(aside, ModelFiles.Card), ModelCard.Write(facts));
        });
    }

    private static void WriteGraphs(string folder, NetworkSpec spec, WeightSet weights)
    {
        OnnxFile.Write(Path.Combine(folder, ModelFiles.Static), StaticGraph.Build(spec, weights));
        foreach (Width width in spec.Widths.NonZero)
            OnnxFile.Write(Path.Combine(folder, ModelFiles.Dynamic(width)), DynamicGraph.Build(spec, width, weights));
        OnnxFile.Write(Path.Combine(folder, ModelFiles.Fusion), FusionGraph.Build(spec, weights));
    }

    private static string ReadNotes(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--notes {path}: cannot be read: {e.Message}", e);
        }
    }
}
