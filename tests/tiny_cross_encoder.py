"""A cross-encoder of a few kilobytes, made on the spot: random weights, but a real model in real files."""

from pathlib import Path


def write_cross_encoder(folder: Path, *, labels: int = 1, seed: int = 7) -> Path:
    """Write a model that gives ``labels`` numbers for a pair of texts; each Chinese character is a word to it."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder.mkdir(parents=True)
    characters = sorted(set("园区科协成立了几家全省会企合作签约项目学会服务站建站个注截至四月"))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(str, range(10)), *characters]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        initializer_range=0.5,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=128).save_pretrained(folder)
    return folder
