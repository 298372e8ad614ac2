using System.Security.Cryptography;
using Google.Protobuf;
using SdCom.Edge.Core;
using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx;

/// <summary>Reads and writes <c>.onnx</c> files.</summary>
public static class OnnxFile
{
    /// <summary>Reads a model.</summary>
    /// <exception cref="InputException">The file is missing, truncated or not ONNX; the message is one line.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            return model.Graph is null ? throw new InputException($"{path}: holds no graph; export the model again.") : model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InputException($"{path}: not a whole ONNX file ({e.Message.ReplaceLineEndings(" ")}); export the model again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a model aside, then renames it: a reader never meets half a file.</summary>
    public static void Write(string path, ModelProto model)
    {
        string aside = path + ".aside";
        using (FileStream stream = File.Create(aside))
        {
            model.WriteTo(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Lower-case hexadecimal SHA-256 of the bytes that <see cref="Write"/> writes.</summary>
    public static string Sha256(ModelProto model) => Convert.ToHexStringLower(SHA256.HashData(model.ToByteArray()));
}
