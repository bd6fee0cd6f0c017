"""Settings of query processing, retrieval and reranking, from `RAG_*` environment variables."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class RetrievalSettings(BaseSettings):
    """How questions become ranked evidence."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    depth: int = Field(60, ge=1, description="passages taken from dense and from BM25 each")
    dense_weight: float = Field(
        1.0, ge=0, allow_inf_nan=False, description="weight of the dense ranking in the fusion"
    )
    lexical_weight: float = Field(
        1.0, ge=0, allow_inf_nan=False, description="weight of the BM25 ranking in the fusion"
    )
    candidates: int = Field(20, ge=1, description="fused passages that are reranked")
    evidence: int = Field(5, ge=1, description="reranked passages that answers are made from")
    reranker: str = Field(
        "minilm", description="`minilm` (ships), `none`, or another cross-encoder: hub name, folder or file"
    )
    spelling: bool = Field(True, description="mend typing errors from the corpus's vocabulary")
    abbreviations: bool = Field(True, description="expand abbreviations that the corpus defines")
    decompose: bool = Field(True, description="search the parts of a comparison or double question apart")
    llm_followups: bool = Field(False, description="let the language model make follow-ups stand alone")
    llm_decompose: bool = Field(False, description="let the language model take a question apart")
    hyde: bool = Field(False, description="search with an answer that the language model imagines, too")
    multi_query: int = Field(0, ge=0, le=5, description="search with so many other wordings of its, too")
    second_look: int = Field(
        0, ge=0, le=3, description="searches that it words anew where the evidence is weak"
    )

    @property
    def asks_model(self) -> bool:
        """A language model has a part in the search."""
        return bool(
            self.llm_followups or self.llm_decompose or self.hyde or self.multi_query or self.second_look
        )
