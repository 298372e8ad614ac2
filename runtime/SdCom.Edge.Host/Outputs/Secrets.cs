using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Outputs;

/// <summary>Reads what must not stand on a command line, where every user of the machine can see it.</summary>
internal static class Secrets
{
    /// <summary>A secret from the file of <c>KEY-file=</c>, or from the environment variable of <c>KEY-env=</c>, or from the usual one; null when there is none.</summary>
    /// <exception cref="InputException">What was named is not there.</exception>
    public static string? Read(OutputSpec spec, string key, string usual)
    {
        string? file = spec.Text($"{key}-file"), variable = spec.Text($"{key}-env");
        if (file is not null && variable is not null)
            throw spec.Wrong($"{key}-file", $"given without {key}-env", file);
        if (file is not null)
            return FromFile(spec, $"{key}-file", file);
        string? value = Environment.GetEnvironmentVariable(variable ?? usual);
        return variable is null || value is not null ? value : throw new InputException($"--output {spec.Name}: {key}-env: the environment has no variable {variable}; set it.");
    }

    private static string FromFile(OutputSpec spec, string key, string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--output {spec.Name}: {key}: {problem.Message.TrimEnd('.')}; put the secret into a file that this user may read.", problem);
        }
    }
}
