using System.Text.Json;
using SdCom.Edge.Core.Json;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Packages;

/// <summary>A trained model in a folder: manifest, graphs, labels, card. One that does not match itself is refused.</summary>
public sealed class ModelPackage
{
    private ModelPackage(string directory, ModelManifest manifest, NetworkSpec network)
    {
        Directory = directory;
        Manifest = manifest;
        Network = network;
        Costs = MacCounter.Count(network);
    }

    /// <summary>The package's folder, as it was given.</summary>
    public string Directory { get; }

    public ModelManifest Manifest { get; }

    /// <summary>The layers that the manifest describes.</summary>
    public NetworkSpec Network { get; }

    /// <summary>MACs and parameters of every part; equal to the manifest's.</summary>
    public CostTable Costs { get; }

    /// <summary>The path of one of <see cref="ModelFiles"/>.</summary>
    public string PathOf(string file) => Path.Combine(Directory, file);

    /// <summary>Reads and checks a package: keys, values, MACs, and size and SHA-256 of every file.</summary>
    /// <exception cref="PackageException">Something is missing, truncated, edited or foreign; the message is one line.</exception>
    public static ModelPackage Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string path = Path.Combine(directory, ModelFiles.Manifest);
        ModelManifest manifest = Read(directory, path);
        NetworkSpec network = ManifestCheck.Check(path, manifest);
        PackageFiles.Check(directory, manifest);
        return new ModelPackage(directory, manifest, network);
    }

    /// <summary>
    /// Writes a package aside and puts it in place by renaming, so that no reader ever meets half of one. An older package of that name is replaced.
    /// </summary>
    /// <param name="directory">The package's folder; its last part should be the model's name.</param>
    /// <param name="manifest">Everything but <see cref="ModelManifest.Files"/>, which is filled in here.</param>
    /// <param name="writeGraphs">Writes the graphs and the model card into the folder that it is given.</param>
    /// <exception cref="PackageException">What was written does not pass <see cref="Load"/>; the older package is still there.</exception>
    public static ModelPackage Write(string directory, ModelManifest manifest, Action<string> writeGraphs)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(writeGraphs);
        return PackageFiles.Replace(directory, aside =>
        {
            writeGraphs(aside);
            File.WriteAllText(Path.Combine(aside, ModelFiles.Labels), string.Join('\n', manifest.Classes) + "\n");
            ModelManifest complete = manifest with { Files = PackageFiles.Digest(aside, manifest) };
            File.WriteAllText(Path.Combine(aside, ModelFiles.Manifest), JsonSerializer.Serialize(complete, ManifestJson.Default.ModelManifest) + "\n");
            Load(aside);
        });
    }

    private static ModelManifest Read(string directory, string path)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            string previous = PackageFiles.PreviousOf(directory);
            throw new PackageException(System.IO.Directory.Exists(previous)
                ? $"{directory}: the model package is missing, an export was interrupted; rename '{previous}' back or export again."
                : $"{directory}: no such model package; give --model the folder that holds {ModelFiles.Manifest}.");
        }

        return StrictJson.Read(path, ManifestJson.Default.ModelManifest, "give --model a folder made by ./sdcom export.", (line, cause) => new PackageException(line, cause));
    }
}
